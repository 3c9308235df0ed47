package dev.letterlock.server.metrics;

import dev.letterlock.protocol.FrameType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The counters of one event loop. Only that loop's thread writes, so a count is a plain load, add
 * and store; a scrape on another thread reads each long whole, perhaps a moment late. No
 * allocation.
 */
@SuppressWarnings("EnumOrdinal") // an index into arrays of this process, never stored or sent
public final class LoopMeters {

  private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);
  private static final int FRAME_CODES = 256;
  private static final int SHORTEST_MICROS_BITS = 6;

  /**
   * Bucket k of a latency holds what took less than {@code 64 << k} µs; the last holds the rest.
   */
  static final int BUCKETS = 20;

  private static final int LATENCY_CELLS = BUCKETS + 1;

  private final long[] counters = new long[LoopCounter.values().length];
  private final long[] frames = new long[FRAME_CODES];
  private final long[] latencies = new long[LoopLatency.values().length * LATENCY_CELLS];

  /** Adds {@code n} to a counter. */
  public void count(LoopCounter counter, long n) {
    add(counters, counter.ordinal(), n);
  }

  /** Counts one frame read or written. */
  public void frame(FrameType type) {
    add(frames, type.code(), 1);
  }

  /** Counts several frames of one type. */
  public void frames(FrameType type, long n) {
    add(frames, type.code(), n);
  }

  /**
   * Records one duration in microseconds; a negative one, after a step of the clock, counts as 0.
   */
  public void record(LoopLatency latency, long micros) {
    long shown = Math.max(0, micros);
    int first = latency.ordinal() * LATENCY_CELLS;
    add(latencies, first + bucketOf(shown), 1);
    add(latencies, first + BUCKETS, shown);
  }

  long read(LoopCounter counter) {
    return get(counters, counter.ordinal());
  }

  long read(FrameType type) {
    return get(frames, type.code());
  }

  long readBucket(LoopLatency latency, int bucket) {
    return get(latencies, latency.ordinal() * LATENCY_CELLS + bucket);
  }

  long readSumMicros(LoopLatency latency) {
    return readBucket(latency, BUCKETS);
  }

  /** The upper bound of a bucket in microseconds. */
  static double upperMicros(int bucket) {
    return bucket == BUCKETS - 1
        ? Double.POSITIVE_INFINITY
        : (double) (1L << (bucket + SHORTEST_MICROS_BITS));
  }

  private static int bucketOf(long micros) {
    int bits = Long.SIZE - Long.numberOfLeadingZeros(micros);
    return Math.min(Math.max(0, bits - SHORTEST_MICROS_BITS), BUCKETS - 1);
  }

  private static void add(long[] cells, int index, long n) {
    CELL.setOpaque(cells, index, cells[index] + n);
  }

  private static long get(long[] cells, int index) {
    return (long) CELL.getOpaque(cells, index);
  }
}
