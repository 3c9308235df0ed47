package dev.letterlock.storage.inbox.move;

import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;

/**
 * How far the messages of one sender device came with one reader.
 *
 * @param drained it is in the long-term store as it is here
 */
public record KeptReceipt(
    ConversationId conversation,
    UserId reader,
    DeviceAddress sender,
    Reached delivered,
    Reached read,
    Reached expired,
    boolean drained) {

  /**
   * One kind of it.
   *
   * @param upTo server time of the newest message meant, µs; 0 for none
   * @param mark of the change that said so; 0 for none
   */
  public record Reached(long upTo, long mark) {}
}
