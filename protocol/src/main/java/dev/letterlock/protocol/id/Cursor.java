package dev.letterlock.protocol.id;

import io.netty.buffer.ByteBuf;

/**
 * A place in a device's inbox: queue epoch and sequence number, both u64 below 2^53 on the wire,
 * ordered by epoch first (docs/PROTOCOL.md §2).
 */
public record Cursor(long epoch, long seq) implements Comparable<Cursor> {
  /** Bytes of a cursor on the wire. */
  public static final int SIZE = 16;

  /** What both numbers stay below on the wire, so that any language counts them exactly. */
  public static final long LIMIT = 1L << 53;

  /** Before everything; also the cursor of an ephemeral Deliver. */
  public static final Cursor ZERO = new Cursor(0, 0);

  /** Appends the 16 bytes to {@code out}. */
  public void writeTo(ByteBuf out) {
    out.writeLong(epoch).writeLong(seq);
  }

  /** Unsigned order of two cursors, for callers that hold longs and no objects. */
  public static int compare(long epochA, long seqA, long epochB, long seqB) {
    int byEpoch = Long.compareUnsigned(epochA, epochB);
    return byEpoch != 0 ? byEpoch : Long.compareUnsigned(seqA, seqB);
  }

  @Override
  public int compareTo(Cursor other) {
    return compare(epoch, seq, other.epoch, other.seq);
  }

  @Override
  public String toString() {
    return Long.toUnsignedString(epoch) + ":" + Long.toUnsignedString(seq);
  }
}
