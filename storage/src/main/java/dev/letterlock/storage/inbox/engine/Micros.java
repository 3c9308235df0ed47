package dev.letterlock.storage.inbox.engine;

import java.time.Duration;
import java.time.Instant;

/** Server times as they travel: microseconds since 1970. */
public final class Micros {
  private static final long PER_SECOND = 1_000_000;
  private static final int NANOS = 1_000;

  private Micros() {}

  public static long of(Instant instant) {
    return instant.getEpochSecond() * PER_SECOND + instant.getNano() / NANOS;
  }

  public static long of(Duration duration) {
    return duration.toNanos() / NANOS;
  }
}
