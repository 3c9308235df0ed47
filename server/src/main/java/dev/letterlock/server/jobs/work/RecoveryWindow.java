package dev.letterlock.server.jobs.work;

import java.time.Duration;

/**
 * Where lost wake-ups are looked for.
 *
 * @param after how long after the start
 * @param before how long before the last message of the process before
 */
public record RecoveryWindow(Duration after, Duration before) {
  public static final RecoveryWindow DEFAULT =
      new RecoveryWindow(Duration.ofMinutes(2), Duration.ofMinutes(1));
}
