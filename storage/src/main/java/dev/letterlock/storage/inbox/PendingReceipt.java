package dev.letterlock.storage.inbox;

import dev.letterlock.protocol.frame.server.Receipt;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.UserId;

/**
 * A receipt for the devices of one user.
 *
 * @param mark rises with every change of a receipt for the same user; confirmed by Ack.receiptMark
 * @param senderDevice the device of the user whose messages are meant, u32
 * @param upTo server time of the newest message meant, µs
 */
public record PendingReceipt(
    long mark,
    Receipt.Kind kind,
    ConversationId conversation,
    UserId reader,
    int senderDevice,
    long upTo) {}
