package dev.letterlock.server.jobs;

import java.time.Duration;

/**
 * How often the supervisor looks and tries.
 *
 * @param poll JobRunr's interval, at least 5 s
 * @param check how often a running JobRunr and its database are looked at
 * @param firstPause between the first two tries to begin again; each pause is twice the last
 * @param lastPause the longest
 */
public record JobTimings(Duration poll, Duration check, Duration firstPause, Duration lastPause) {
  public static final JobTimings DEFAULT =
      new JobTimings(
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofMillis(500),
          Duration.ofSeconds(30));

  Duration next(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(lastPause) < 0 ? twice : lastPause;
  }
}
