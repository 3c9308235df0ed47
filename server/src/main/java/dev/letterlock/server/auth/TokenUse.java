package dev.letterlock.server.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.letterlock.storage.StoreUnavailableException;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the first use of each access token noted in the store, so that no node exchanges the refresh
 * token from before it any more. Nobody waits for that: while the store is away all go on, and the
 * next use is noted instead. Safe for any thread, never blocks.
 */
public final class TokenUse {
  private static final Logger LOG = LoggerFactory.getLogger(TokenUse.class);
  private static final long MOST = 1L << 18;

  private final TokenFamilies families;
  private final Executor threads;
  private final Cache<String, Boolean> noted;

  /**
   * @param threads may block; virtual threads
   */
  public TokenUse(TokenFamilies families, Executor threads, Ticker ticker) {
    this.families = families;
    this.threads = threads;
    this.noted =
        Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterWrite(TokenLives.LONGEST)
            .ticker(ticker)
            .build();
  }

  /** Somebody with this token was let in. */
  public void note(TokenClaims claims) {
    if (noted.asMap().putIfAbsent(claims.id(), true) == null) {
      threads.execute(() -> store(claims));
    }
  }

  private void store(TokenClaims claims) {
    try {
      families.used(claims);
    } catch (StoreUnavailableException e) {
      noted.invalidate(claims.id());
      LOG.debug("The use of an access token was not noted; the next one will be", e);
    }
  }
}
