package dev.letterlock.server.jobs.work;

import java.time.Duration;

/**
 * Where lost wake-ups are looked for.
 *
 * @param after how long after the start
 * @param before how long before the last message of the process before
 */
public record RecoveryWindow(Duration after, Duration before) {
  /** The engine shows to jobs what has waited for ten minutes. */
  public static final RecoveryWindow DEFAULT =
      new RecoveryWindow(Duration.ofMinutes(12), Duration.ofMinutes(1));
}
