package dev.letterlock.loadtest.measure;

import org.jspecify.annotations.Nullable;

/**
 * The server's own account of itself.
 *
 * @param cpuSeconds user and system time of its whole process since it started
 * @param rssBytes resident memory of its process
 * @param usedBytes heap and direct memory in use, free pages of the heap left out; 0 where unknown
 * @param startedAt when its process started, s since 1970; NaN where unknown
 */
public record ServerSample(double cpuSeconds, long rssBytes, long usedBytes, double startedAt) {

  private static final String CPU = "process_cpu_seconds_total";
  private static final String START = "process_start_time_seconds";
  private static final String RSS = "process_resident_memory_bytes";
  private static final String HEAP = "jvm_memory_used_bytes{area=\"heap\"}";
  private static final String DIRECT = "jvm_memory_used_bytes{area=\"direct\"}";

  /** Reads the text of {@code /metrics}; null where CPU or resident memory is missing. */
  public static @Nullable ServerSample parse(String metrics) {
    double cpu = MetricsText.value(metrics, CPU);
    double rss = MetricsText.value(metrics, RSS);
    double used = MetricsText.value(metrics, HEAP) + MetricsText.value(metrics, DIRECT);
    return Double.isNaN(cpu) || Double.isNaN(rss)
        ? null
        : new ServerSample(cpu, (long) rss, (long) used, MetricsText.value(metrics, START));
  }

  /** CPU seconds since an earlier sample; null if another process has taken its place since. */
  public @Nullable Double cpuSince(ServerSample before) {
    return Double.compare(startedAt, before.startedAt) == 0 ? cpuSeconds - before.cpuSeconds : null;
  }
}
