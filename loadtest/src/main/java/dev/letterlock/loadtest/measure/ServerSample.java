package dev.letterlock.loadtest.measure;

import org.jspecify.annotations.Nullable;

/**
 * The server's own account of itself.
 *
 * @param cpuSeconds user and system time of its whole process since it started
 * @param rssBytes resident memory of its process
 */
public record ServerSample(double cpuSeconds, long rssBytes) {

  private static final String CPU = "process_cpu_seconds_total";
  private static final String RSS = "process_resident_memory_bytes";

  /** Reads the text of {@code /metrics}; null where a figure is missing. */
  public static @Nullable ServerSample parse(String metrics) {
    double cpu = value(metrics, CPU);
    double rss = value(metrics, RSS);
    return Double.isNaN(cpu) || Double.isNaN(rss) ? null : new ServerSample(cpu, (long) rss);
  }

  private static double value(String metrics, String name) {
    for (String line : metrics.lines().toList()) {
      if (line.startsWith(name) && !line.startsWith("#")) {
        return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
      }
    }
    return Double.NaN;
  }
}
