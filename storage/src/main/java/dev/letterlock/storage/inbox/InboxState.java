package dev.letterlock.storage.inbox;

import dev.letterlock.protocol.id.Cursor;

/**
 * An inbox as it stands.
 *
 * @param acked up to where the device has confirmed everything; of an earlier epoch as long as it
 *     has confirmed nothing of the current one
 * @param epoch the queue epoch in force, u64
 * @param lastSeq the last seq given out in that epoch, 0 if none
 * @param agedUpTo envelopes up to here that are not acked wait in the long-term store; never
 *     reported by {@link InboxEngine#read}
 * @param confirmedReceiptMark the highest receipt mark that the device has confirmed
 */
public record InboxState(
    Cursor acked, long epoch, long lastSeq, Cursor agedUpTo, long confirmedReceiptMark) {

  /** The last place given out, (epoch, 0) if none in this epoch. */
  public Cursor last() {
    return new Cursor(epoch, lastSeq);
  }
}
