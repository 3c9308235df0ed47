package dev.letterlock.client;

import dev.letterlock.protocol.frame.client.Ack;
import dev.letterlock.protocol.id.Cursor;

/**
 * What a device has stored and not yet acked, under an {@link AckPolicy}. Holds no timer: who owns
 * it asks {@link #due} again in time. One thread at a time.
 */
public final class PendingAck {

  private final int messagesAtOnce;
  private final long delayNanos;
  private Cursor stored;
  private long receiptMark;
  private int pending;
  private boolean places;
  private boolean silent;
  private long since;

  /**
   * Begins with nothing to ack.
   *
   * @param stored the last place that the device has stored
   */
  public PendingAck(AckPolicy policy, Cursor stored) {
    this.messagesAtOnce = policy.messages();
    this.delayNanos = policy.delay().toNanos();
    this.stored = stored;
  }

  /** The last place that the device has stored. */
  public Cursor stored() {
    return stored;
  }

  /** How many messages, gaps and receipts wait for an ack. */
  public int pending() {
    return pending;
  }

  /** A message or a gap up to {@code cursor} is stored; {@code now} is in {@code nanoTime}. */
  public void stored(Cursor cursor, long now) {
    stored(cursor, false, now);
  }

  /**
   * As above.
   *
   * @param newSilent no delivered receipt is to be made of it; the same as before unless {@link
   *     #isApart}, or the ack that is pending has to be taken first
   */
  public void stored(Cursor cursor, boolean newSilent, long now) {
    stored = cursor;
    places = true;
    silent = newSilent;
    count(now);
  }

  /** Whether what is so silent, or not, must not share an ack with what is pending. */
  public boolean isApart(boolean newSilent) {
    return places && silent != newSilent;
  }

  /** A Receipt with this mark is stored. */
  public void receipt(long mark, long now) {
    if (Long.compareUnsigned(mark, receiptMark) > 0) {
      receiptMark = mark;
    }
    count(now);
  }

  /** Whether an ack should leave now. */
  public boolean due(long now) {
    return pending >= messagesAtOnce || (pending > 0 && now - since >= delayNanos);
  }

  /** The ack for everything so far; nothing is pending afterwards. */
  public Ack take() {
    boolean silently = places && silent;
    pending = 0;
    places = false;
    return new Ack(stored, receiptMark, silently);
  }

  private void count(long now) {
    if (pending++ == 0) {
      since = now;
    }
  }
}
