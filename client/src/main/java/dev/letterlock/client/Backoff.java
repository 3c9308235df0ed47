package dev.letterlock.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Delays between attempts to connect: doubling from the least to the most, half of each at random,
 * so that the devices of a restarted server do not come back all at once. One thread at a time.
 */
public final class Backoff {

  private static final Duration LEAST = Duration.ofMillis(200);
  private static final Duration MOST = Duration.ofSeconds(30);

  private final long leastMillis;
  private final long mostMillis;
  private final RandomGenerator random;
  private long nextMillis;

  public Backoff(Duration least, Duration most, RandomGenerator random) {
    this.leastMillis = least.toMillis();
    this.mostMillis = most.toMillis();
    this.random = random;
    this.nextMillis = leastMillis;
  }

  /** From 0.2 to 30 seconds. */
  public static Backoff usual(RandomGenerator random) {
    return new Backoff(LEAST, MOST, random);
  }

  /** How long to wait before the next attempt. */
  public Duration next() {
    long whole = nextMillis;
    nextMillis = Math.min(mostMillis, whole * 2);
    return Duration.ofMillis(whole / 2 + random.nextLong(whole / 2 + 1));
  }

  /** An attempt came to something: the next delay is the least again. */
  public void reset() {
    nextMillis = leastMillis;
  }
}
