package dev.letterlock.loadtest.peer;

/**
 * The messages of one sender that are on their way: accepted and delivered to every device, or not
 * yet. A ring over the refs of the session, without an object per message. One thread.
 */
final class Flights {

  private final int mask;
  private final long[] intended;
  private final int[] refs;
  private final int[] open;
  private int inFlight;

  /** Makes room for at least {@code most} messages at a time. */
  Flights(int most) {
    int size = Integer.highestOneBit(Math.max(8, most - 1)) << 1;
    this.mask = size - 1;
    this.intended = new long[size];
    this.refs = new int[size];
    this.open = new int[size];
  }

  /** Whether the message with this ref can be tracked: its place in the ring is free. */
  boolean hasRoom(int ref) {
    return open[ref & mask] == 0;
  }

  /** A message takes off; it lands after so many events. One that still flew there is given up. */
  void begin(int ref, long intendedAt, int events) {
    int slot = ref & mask;
    if (open[slot] == 0) {
      inFlight++;
    }
    intended[slot] = intendedAt;
    refs[slot] = ref;
    open[slot] = events;
  }

  /** When the message should have been sent. */
  long intended(int ref) {
    return intended[ref & mask];
  }

  /** One event of a message happened; true if it was the last. */
  boolean landed(int ref) {
    int slot = ref & mask;
    if (refs[slot] != ref || open[slot] == 0) {
      return false;
    }
    if (--open[slot] == 0) {
      inFlight--;
      return true;
    }
    return false;
  }

  /** The message will not arrive anywhere. */
  void abandon(int ref) {
    int slot = ref & mask;
    if (refs[slot] == ref && open[slot] > 0) {
      open[slot] = 0;
      inFlight--;
    }
  }

  int inFlight() {
    return inFlight;
  }
}
