package dev.letterlock.server.session;

import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.codec.server.ReceiptWriter;
import dev.letterlock.protocol.frame.server.Receipt;
import dev.letterlock.protocol.id.UserId;
import org.jspecify.annotations.Nullable;

/**
 * The receipts that one session is told (docs/PROTOCOL.md §4.3): those that wait for its next
 * flush, and up to which mark it has them all. A device confirms by the highest mark, so one that
 * follows on a missing one is not added; the missing ones are read first. One event loop uses it.
 */
public final class SessionReceipts {
  private final Outbound out;

  private @Nullable ReceiptWriter waiting;
  private int waitSince;
  private long told;
  private boolean reading = true;
  private boolean missed = true;

  SessionReceipts(Outbound out) {
    this.out = out;
  }

  /** The device has everything up to this mark; what is above it has to be read. */
  public void startAfter(long mark) {
    told = mark;
    reading = false;
  }

  /** The mark up to which the session was told everything. */
  public long told() {
    return told;
  }

  /**
   * True if a receipt can be told at once.
   *
   * @param previous mark of the one before it for the same user; 0 if none is missing for sure
   */
  public boolean follows(long previous) {
    return !reading && Long.compareUnsigned(previous, told) <= 0;
  }

  /** True if it was told already, among those that were read. */
  public boolean knows(long mark) {
    return Long.compareUnsigned(mark, told) <= 0;
  }

  public boolean isEmpty() {
    ReceiptWriter present = waiting;
    return present == null || present.isEmpty();
  }

  /** Lets a receipt leave with the next flush; see {@link ReceiptWriter#add}. */
  public void add(
      long mark,
      Receipt.Kind kind,
      long conversationHigh,
      long conversationLow,
      UserId reader,
      int senderDevice,
      long upTo) {
    ReceiptWriter present = waiting;
    if (present == null) {
      present = new ReceiptWriter();
      waiting = present;
    }
    present.add(mark, kind, conversationHigh, conversationLow, reader, senderDevice, upTo);
    told = Long.compareUnsigned(mark, told) > 0 ? mark : told;
  }

  /**
   * Something is missing.
   *
   * @return false if somebody reads already, who will read once more
   */
  public boolean readBegins() {
    missed = reading;
    boolean begins = !reading;
    reading = true;
    return begins;
  }

  /** What was read has been added; true if there may be more by now. */
  public boolean readEnds(boolean drained) {
    reading = false;
    return missed || !drained;
  }

  /** When they began to wait, in ticks of the lane. */
  public int waitSince() {
    return waitSince;
  }

  public void waitSince(int tick) {
    waitSince = tick;
  }

  /** Gives back what an idle session does not need. */
  void trimToIdle() {
    if (isEmpty()) {
      waiting = null;
    }
  }

  void write() {
    ReceiptWriter present = waiting;
    while (present != null && !present.isEmpty()) {
      present.writeTo(out.begin(FrameType.RECEIPT, present.size()));
      out.end();
    }
  }
}
