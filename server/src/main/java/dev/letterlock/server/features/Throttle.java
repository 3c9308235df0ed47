package dev.letterlock.server.features;

import dev.letterlock.server.limits.RateLimit;
import dev.letterlock.server.limits.RateLimiter;

/** Turns an empty bucket into a refusal. Safe for any thread. */
public final class Throttle {

  private final RateLimiter limiter;

  public Throttle(RateLimiter limiter) {
    this.limiter = limiter;
  }

  /**
   * Takes one token of the subject.
   *
   * @throws RefusedException {@link Refusal#RATE_LIMITED}
   */
  public void charge(RateLimit limit, Object who) {
    long retryAfterMillis = limiter.take(limit, who);
    if (retryAfterMillis > 0) {
      throw RefusedException.rateLimited(retryAfterMillis);
    }
  }

  /** Takes one token of the subject, or returns false when there is none. */
  public boolean allows(RateLimit limit, Object who) {
    return limiter.take(limit, who) == 0;
  }
}
