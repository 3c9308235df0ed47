package dev.letterlock.storage.inbox;

import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;

/**
 * How far the messages of one sender device came with one reader. Server times in µs, 0 for none;
 * they never go back.
 *
 * @param mark of the newest change
 */
public record ReceiptRecord(
    ConversationId conversation,
    UserId reader,
    DeviceAddress sender,
    long deliveredUpTo,
    long readUpTo,
    long expiredUpTo,
    long mark) {}
