package dev.letterlock.client.messenger;

import java.time.Duration;

/**
 * How long a messenger waits at most or at least.
 *
 * @param mostJitter the longest random wait before pre-keys are refilled, and before the state of a
 *     group is signed anew
 * @param leastBackoff the delay before the first attempt to connect again
 * @param mostReadWait the longest random wait before others are told what was read
 */
public record Pace(Duration mostJitter, Duration leastBackoff, Duration mostReadWait) {

  /** Up to 20 s, half a second, and up to 3 s. */
  public static final Pace USUAL =
      new Pace(Duration.ofSeconds(20), Duration.ofMillis(500), Duration.ofSeconds(3));
}
