package dev.letterlock.loadtest.measure;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/**
 * Times from the intended send to an event, in nanoseconds, kept with three digits. Event loops
 * record; one thread takes intervals.
 */
public final class Latencies {

  private static final int DIGITS = 3;

  private final Recorder recorder = new Recorder(DIGITS);
  private @Nullable Histogram interval;

  /** Records one time; a negative one, from clocks read out of order, counts as zero. */
  public void record(long nanos) {
    recorder.recordValue(Math.max(0, nanos));
  }

  /** What was recorded since the last call; valid until the next one. */
  public Histogram takeInterval() {
    Histogram fresh = recorder.getIntervalHistogram(interval);
    interval = fresh;
    return fresh;
  }

  /** An empty histogram that intervals can be added to. */
  public static Histogram total() {
    return new Histogram(DIGITS);
  }
}
