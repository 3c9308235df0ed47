package dev.letterlock.client.messenger;

import java.time.Duration;

/**
 * How long a messenger waits at most or at least.
 *
 * @param mostJitter the longest random wait before pre-keys are refilled
 * @param leastBackoff the delay before the first attempt to connect again
 */
public record Pace(Duration mostJitter, Duration leastBackoff) {

  /** Up to 20 s, and half a second. */
  public static final Pace USUAL = new Pace(Duration.ofSeconds(20), Duration.ofMillis(500));
}
