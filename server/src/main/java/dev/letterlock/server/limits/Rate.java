package dev.letterlock.server.limits;

import java.time.Duration;

/**
 * How often somebody may do something.
 *
 * @param burst how many at once after a long rest
 * @param interval how long one takes to come back; zero for no limit
 */
public record Rate(int burst, Duration interval) {
  public static final Rate UNLIMITED = new Rate(1, Duration.ZERO);

  public boolean unlimited() {
    return interval.isZero();
  }
}
