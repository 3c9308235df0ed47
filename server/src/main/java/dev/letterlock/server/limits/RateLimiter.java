package dev.letterlock.server.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The buckets of {@link RateLimit}, in memory, one long each: the time at which the bucket will be
 * full again (the generic cell rate algorithm, ITU-T I.371). A full bucket is forgotten by itself.
 * Safe for any thread, never blocks.
 */
public final class RateLimiter {

  private static final long MOST_BUCKETS = 1L << 18;

  private final Map<RateLimit, Rate> rates;
  private final Ticker ticker;
  private final Cache<Bucket, Long> fullAt;

  /**
   * @param rates one for each limit
   */
  public RateLimiter(Map<RateLimit, Rate> rates, Ticker ticker) {
    this.rates = new EnumMap<>(rates);
    this.ticker = ticker;
    this.fullAt =
        Caffeine.newBuilder()
            .maximumSize(MOST_BUCKETS)
            .ticker(ticker)
            .expireAfter(Expiry.<Bucket, Long>writing((bucket, full) -> untilFull(full)))
            .build();
  }

  /**
   * Takes one token.
   *
   * @param who value-equal name of the subject
   * @return 0 when granted, else the milliseconds after which one token is back
   */
  public long take(RateLimit limit, Object who) {
    Rate rate = Objects.requireNonNull(rates.get(limit));
    if (rate.unlimited()) {
      return 0;
    }
    long now = ticker.read();
    long interval = rate.interval().toNanos();
    long capacity = interval * rate.burst();
    Attempt attempt = new Attempt(now, interval, capacity);
    fullAt.asMap().compute(new Bucket(limit, who), (bucket, full) -> attempt.on(full));
    return attempt.retryAfterMillis;
  }

  private Duration untilFull(long full) {
    return Duration.ofNanos(Math.max(1, full - ticker.read()));
  }

  private record Bucket(RateLimit limit, Object who) {}

  private static final class Attempt {
    private final long now;
    private final long interval;
    private final long capacity;
    private long retryAfterMillis;

    Attempt(long now, long interval, long capacity) {
      this.now = now;
      this.interval = interval;
      this.capacity = capacity;
    }

    /** The bucket's new time; unchanged if no token is left. */
    long on(@Nullable Long full) {
      long from = full == null || full - now < 0 ? now : full;
      long excess = from + interval - now - capacity;
      if (excess <= 0) {
        return from + interval;
      }
      retryAfterMillis = TimeUnit.NANOSECONDS.toMillis(excess) + 1;
      return from;
    }
  }
}
