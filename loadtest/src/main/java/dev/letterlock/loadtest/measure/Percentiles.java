package dev.letterlock.loadtest.measure;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Four points of a distribution, in milliseconds. */
public record Percentiles(double p50, double p99, double p999, double max) {

  private static final double NANOS_PER_MILLI = 1e6;

  /** Those of a histogram of nanoseconds, or null when it is empty. */
  public static @Nullable Percentiles of(Histogram nanos) {
    return nanos.getTotalCount() == 0
        ? null
        : new Percentiles(
            at(nanos, 50), at(nanos, 99), at(nanos, 99.9), millis(nanos.getMaxValue()));
  }

  private static double at(Histogram nanos, double percentile) {
    return millis(nanos.getValueAtPercentile(percentile));
  }

  private static double millis(long nanos) {
    return Math.round(nanos / NANOS_PER_MILLI * 1000) / 1000.0;
  }
}
