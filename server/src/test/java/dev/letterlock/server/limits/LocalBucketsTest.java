package dev.letterlock.server.limits;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.letterlock.storage.TokenBuckets;
import dev.letterlock.storage.TokenBucketsContract;

class LocalBucketsTest implements TokenBucketsContract {
  private final LocalBuckets buckets = new LocalBuckets(Ticker.systemTicker());

  @Override
  public TokenBuckets buckets() {
    return buckets;
  }
}
