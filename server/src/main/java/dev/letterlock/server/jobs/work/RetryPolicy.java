package dev.letterlock.server.jobs.work;

import java.time.Duration;

/**
 * How often a wake-up is tried.
 *
 * @param attempts in all
 * @param first pause after the first attempt; each pause is three times the last
 */
public record RetryPolicy(int attempts, Duration first) {
  /** Over about eleven minutes. */
  public static final RetryPolicy DEFAULT = new RetryPolicy(6, Duration.ofSeconds(5));

  private static final int FACTOR = 3;

  /** The pause after an attempt, which counts from 1. */
  Duration after(int attempt) {
    Duration pause = first;
    for (int n = 1; n < attempt; n++) {
      pause = pause.multipliedBy(FACTOR);
    }
    return pause;
  }
}
