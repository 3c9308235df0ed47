package dev.letterlock.loadtest.measure;

import java.util.Locale;

/**
 * What a server held at one moment, right after a collection of its garbage.
 *
 * @param at seconds since the first
 * @param rss resident memory of its process, MiB
 * @param heap in use, MiB
 * @param direct memory in use outside of the heap, MiB
 * @param files open ones, sockets too
 * @param waiting messages in all inboxes
 */
public record Footprint(
    double at, double rss, double heap, double direct, double files, double waiting) {

  private static final double MIB = 1024 * 1024;

  /** What has to stay as it is, and how much of a change is none. */
  public enum Part {
    RSS("resident memory, MiB", 0.05, 16),
    HEAP("heap after collection, MiB", 0.1, 8),
    DIRECT("direct memory, MiB", 0.1, 8),
    FILES("open files", 0.1, 16),
    WAITING("messages that wait", 0.25, 100);

    private final String words;
    private final double share;
    private final double least;

    Part(String words, double share, double least) {
      this.words = words;
      this.share = share;
      this.least = least;
    }

    /** In words for a table. */
    public String words() {
      return words;
    }

    /** As reports name it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Its figure. */
    public double of(Footprint footprint) {
      return switch (this) {
        case RSS -> footprint.rss;
        case HEAP -> footprint.heap;
        case DIRECT -> footprint.direct;
        case FILES -> footprint.files;
        case WAITING -> footprint.waiting;
      };
    }

    /** By so much a mean may rise and still count as flat: a share of it, but not too little. */
    double slack(double mean) {
      return Math.max(share * mean, least);
    }
  }

  /** Reads the text of {@code /metrics}; a figure that it lacks is NaN. */
  public static Footprint parse(double at, String metrics) {
    return new Footprint(
        at,
        MetricsText.value(metrics, "process_resident_memory_bytes") / MIB,
        MetricsText.value(metrics, "jvm_memory_used_bytes{area=\"heap\"}") / MIB,
        MetricsText.value(metrics, "jvm_memory_used_bytes{area=\"direct\"}") / MIB,
        MetricsText.value(metrics, "process_open_fds"),
        MetricsText.value(metrics, "letterlock_inbox_waiting_messages"));
  }
}
