package dev.letterlock.protocol.codec.server;

import dev.letterlock.protocol.Wire;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * Collects the Sends of one session that were accepted and writes them as one Accepted frame
 * (docs/PROTOCOL.md §5.2). Reusable and free of garbage once its arrays have grown; one thread at a
 * time.
 */
public final class AcceptedWriter {
  private static final int FIRST_CAPACITY = 4;

  private int[] firstRefs = new int[FIRST_CAPACITY];
  private int[] lastRefs = new int[FIRST_CAPACITY];
  private long[] times = new long[FIRST_CAPACITY];
  private int ranges;

  /** Of each full inbox: ref and device packed, then the halves of the user's id. */
  private long[] full = new long[0];

  private int fullCount;

  /** True if nothing was collected since the last frame. */
  public boolean isEmpty() {
    return ranges == 0;
  }

  /** True if one more Send with {@code fullInboxes} full inboxes fits into the frame. */
  public boolean hasRoom(int fullInboxes) {
    return ranges < Wire.MAX_ACCEPTED_RANGES && fullCount + fullInboxes <= Wire.MAX_FULL_INBOXES;
  }

  /**
   * Adds an accepted Send; extends the last range if ref and time follow it.
   *
   * @param ref the Send's number in its session, u32
   * @param time server time, µs, u64
   */
  public void add(int ref, long time) {
    int last = ranges - 1;
    if (last >= 0 && ref == lastRefs[last] + 1 && time - times[last] == ref - firstRefs[last]) {
      lastRefs[last] = ref;
      return;
    }
    if (ranges == firstRefs.length) {
      growRanges();
    }
    firstRefs[ranges] = ref;
    lastRefs[ranges] = ref;
    times[ranges++] = time;
  }

  /** Adds a device that had no room for the Send added last. */
  public void addFull(int ref, long userHigh, long userLow, int device) {
    int at = 3 * fullCount++;
    if (at == full.length) {
      full = Arrays.copyOf(full, Math.max(3 * FIRST_CAPACITY, 2 * full.length));
    }
    full[at] = (long) ref << Integer.SIZE | Integer.toUnsignedLong(device);
    full[at + 1] = userHigh;
    full[at + 2] = userLow;
  }

  /** Bytes of the frame. */
  public int size() {
    return AcceptedCodec.size(ranges, fullCount);
  }

  /**
   * Appends the frame and begins a new one.
   *
   * @throws IllegalArgumentException if nothing or too much was collected
   */
  public void writeTo(ByteBuf out) {
    AcceptedCodec.writeHead(ranges, fullCount, out);
    out.writeShort(ranges);
    for (int i = 0; i < ranges; i++) {
      AcceptedCodec.writeRange(firstRefs[i], lastRefs[i], times[i], out);
    }
    out.writeShort(fullCount);
    for (int at = 0; at < 3 * fullCount; at += 3) {
      int ref = (int) (full[at] >>> Integer.SIZE);
      AcceptedCodec.writeFull(ref, full[at + 1], full[at + 2], (int) full[at], out);
    }
    ranges = 0;
    fullCount = 0;
  }

  private void growRanges() {
    int capacity = 2 * firstRefs.length;
    firstRefs = Arrays.copyOf(firstRefs, capacity);
    lastRefs = Arrays.copyOf(lastRefs, capacity);
    times = Arrays.copyOf(times, capacity);
  }
}
