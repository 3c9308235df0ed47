package dev.letterlock.server.features;

import dev.letterlock.server.limits.RateLimit;
import dev.letterlock.server.limits.RateLimiter;
import dev.letterlock.server.limits.Subject;

/** Turns an empty bucket into a refusal. For threads that may block. */
public final class Throttle {

  private final RateLimiter limiter;

  public Throttle(RateLimiter limiter) {
    this.limiter = limiter;
  }

  /**
   * Takes one token of the subject.
   *
   * @throws RefusedException {@link Refusal#RATE_LIMITED}
   * @throws dev.letterlock.storage.StoreUnavailableException if the buckets are away
   */
  public void charge(RateLimit limit, Subject who) {
    long retryAfterMillis = limiter.take(limit, who);
    if (retryAfterMillis > 0) {
      throw RefusedException.rateLimited(retryAfterMillis);
    }
  }

  /**
   * Takes one token of the subject, or returns false when there is none.
   *
   * @throws dev.letterlock.storage.StoreUnavailableException if the buckets are away
   */
  public boolean allows(RateLimit limit, Subject who) {
    return limiter.take(limit, who) == 0;
  }
}
