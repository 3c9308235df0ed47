package dev.letterlock.server;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.primitive.PasswordCost;
import dev.letterlock.crypto.primitive.Sodium;
import dev.letterlock.server.auth.Nonces;
import dev.letterlock.server.auth.PasswordHashing;
import dev.letterlock.server.auth.Revocations;
import dev.letterlock.server.auth.Tokens;
import dev.letterlock.server.cluster.Announcements;
import dev.letterlock.server.config.KeptSecrets;
import dev.letterlock.server.config.ServerConfig;
import dev.letterlock.server.limits.LocalBuckets;
import dev.letterlock.server.limits.RateLimiter;
import dev.letterlock.server.metrics.Meters;
import dev.letterlock.server.metrics.ServerMetrics;
import dev.letterlock.settings.value.Secret;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;

/** Keys, tokens, password hashes and limits of one server. */
record Security(
    E1 e1,
    Tokens tokens,
    Revocations revocations,
    Nonces nonces,
    RateLimiter limiter,
    PasswordHashing hashing,
    Secret adminToken)
    implements AutoCloseable {

  /**
   * Makes them.
   *
   * @param directory where secrets that nobody configured are kept
   * @param cost of a password hash
   * @param announcements where ended logins are told
   * @param shortTerm where nonces are, and what is counted
   */
  static Security create(
      ServerConfig config,
      Path directory,
      PasswordCost cost,
      Announcements announcements,
      ShortTerm shortTerm,
      ServerMetrics metrics,
      Clock clock) {
    Sodium sodium = Sodium.load();
    metrics.gauge(Meters.LIBSODIUM, () -> 1, sodium.version());
    KeptSecrets kept = new KeptSecrets(directory, new SecureRandom());
    return new Security(
        new E1(sodium),
        new Tokens(kept.jwtKeys(config.auth()), clock),
        new Revocations(Ticker.systemTicker(), announcements),
        new Nonces(shortTerm.nonces()),
        new RateLimiter(
            config.limits().rates(), new LocalBuckets(Ticker.systemTicker()), shortTerm.buckets()),
        new PasswordHashing(
            sodium, cost, config.limits().passwordHashes(), metrics.timer(Meters.PASSWORD_TIME)),
        kept.adminToken(config.auth()));
  }

  @Override
  public void close() {
    hashing.close();
  }
}
