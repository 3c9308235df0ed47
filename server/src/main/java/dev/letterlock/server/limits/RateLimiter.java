package dev.letterlock.server.limits;

import dev.letterlock.storage.StoreUnavailableException;
import dev.letterlock.storage.TokenBuckets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Holds everybody to the rates of {@link RateLimit}: over all servers where they share buckets,
 * else over this one. For threads that may block, and for any with limits that are {@link
 * RateLimit.WhenAway#NEVER_SHARED}.
 */
public final class RateLimiter {

  private final Map<RateLimit, Rate> rates;
  private final TokenBuckets own;
  private final @Nullable TokenBuckets shared;

  /**
   * @param rates one for each limit
   * @param own never away
   * @param shared null where this server is alone
   */
  public RateLimiter(Map<RateLimit, Rate> rates, TokenBuckets own, @Nullable TokenBuckets shared) {
    this.rates = new EnumMap<>(rates);
    this.own = own;
    this.shared = shared;
  }

  /**
   * Takes one token.
   *
   * @return 0 when granted, else the milliseconds after which one token is back
   * @throws StoreUnavailableException if the shared buckets are away and the limit does not do
   *     without
   */
  public long take(RateLimit limit, Subject who) {
    Rate rate = Objects.requireNonNull(rates.get(limit));
    if (rate.unlimited()) {
      return 0;
    }
    String bucket = limit.name() + " " + who.text();
    if (shared == null || limit.whenAway() == RateLimit.WhenAway.NEVER_SHARED) {
      return own.take(bucket, rate.burst(), rate.interval());
    }
    try {
      return shared.take(bucket, rate.burst(), rate.interval());
    } catch (StoreUnavailableException away) {
      return switch (limit.whenAway()) {
        case COUNT_ALONE, NEVER_SHARED -> own.take(bucket, rate.burst(), rate.interval());
        case REFUSE -> throw away;
      };
    }
  }
}
