package dev.letterlock.server;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.letterlock.server.auth.LocalNonces;
import dev.letterlock.storage.NonceStore;
import dev.letterlock.storage.TokenBuckets;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered for minutes, by all servers together where they share their inboxes and
 * accounts.
 *
 * @param buckets null where this server is alone
 */
record ShortTerm(NonceStore nonces, @Nullable TokenBuckets buckets) {

  /**
   * Where it is kept.
   *
   * @param shared null if there can be no other servers
   */
  static ShortTerm in(Inboxes.@Nullable Shared shared) {
    return shared == null
        ? new ShortTerm(new LocalNonces(Ticker.systemTicker()), null)
        : new ShortTerm(shared.nonces(), shared.buckets());
  }
}
