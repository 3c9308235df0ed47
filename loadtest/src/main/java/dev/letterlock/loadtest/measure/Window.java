package dev.letterlock.loadtest.measure;

import java.util.List;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What was measured between the end of the warm-up and the end of the run.
 *
 * @param seconds length of the window
 * @param accepted times from intended send to Accepted, nanoseconds; see {@link
 *     Measurement#addLate}
 * @param deliver times from intended send to the arrival of Deliver, nanoseconds, likewise
 * @param cpuSeconds that the server spent, or null where it could not be asked
 * @param rssBytes of the server at the end, or null where it could not be asked
 * @param timeline the whole run, warm-up included
 */
public record Window(
    double seconds,
    Counts counts,
    Histogram accepted,
    Histogram deliver,
    @Nullable Double cpuSeconds,
    @Nullable Long rssBytes,
    List<Second> timeline) {

  public Window {
    timeline = List.copyOf(timeline);
  }

  /** The server's CPU time per event, in microseconds; null where unknown or nothing happened. */
  public @Nullable Double cpuMicrosPer(long events) {
    return cpuSeconds == null || events == 0 ? null : cpuSeconds * 1e6 / events;
  }
}
