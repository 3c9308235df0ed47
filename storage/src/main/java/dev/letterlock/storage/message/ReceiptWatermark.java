package dev.letterlock.storage.message;

import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;

/**
 * How far one reader has got with what one device sent into a conversation.
 *
 * @param delivered server time in µs since 1970 up to which the reader has received, 0: nothing
 * @param read likewise, read
 */
public record ReceiptWatermark(
    ConversationId conversation, UserId reader, DeviceAddress sender, long delivered, long read) {}
