package dev.letterlock.server.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.letterlock.storage.TokenBuckets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Buckets of one server, in memory, one long each: the time at which the bucket will be full again.
 * Safe for any thread, never blocks.
 */
public final class LocalBuckets implements TokenBuckets {

  private static final long MOST_BUCKETS = 1L << 18;

  private final Ticker ticker;
  private final Cache<String, Long> fullAt;

  public LocalBuckets(Ticker ticker) {
    this.ticker = ticker;
    this.fullAt =
        Caffeine.newBuilder()
            .maximumSize(MOST_BUCKETS)
            .ticker(ticker)
            .expireAfter(Expiry.<String, Long>writing((bucket, full) -> untilFull(full)))
            .build();
  }

  @Override
  public long take(String name, int burst, Duration interval) {
    Attempt attempt = new Attempt(ticker.read(), interval.toNanos(), interval.toNanos() * burst);
    fullAt.asMap().compute(name, (bucket, full) -> attempt.on(full));
    return attempt.retryAfterMillis;
  }

  private Duration untilFull(long full) {
    return Duration.ofNanos(Math.max(1, full - ticker.read()));
  }

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

    /** The bucket's new time; emptier than empty it is not, should the rate have been another. */
    long on(@Nullable Long full) {
      long missing = full == null ? 0 : Math.clamp(full - now, 0, capacity);
      long excess = missing + interval - capacity;
      if (excess <= 0) {
        return now + missing + interval;
      }
      retryAfterMillis = TimeUnit.NANOSECONDS.toMillis(excess) + 1;
      return now + missing;
    }
  }
}
