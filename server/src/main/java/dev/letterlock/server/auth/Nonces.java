package dev.letterlock.server.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.letterlock.protocol.id.UserId;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;

/**
 * The nonces that signed requests spend (docs/E2EE.md §2.10a): 32 random bytes, for one user, good
 * once within 60 s. In memory: a restart voids them and clients ask again. Safe for any thread,
 * never blocks.
 */
public final class Nonces {

  /** How long a nonce is good. */
  public static final Duration LIFE = Duration.ofSeconds(60);

  /** Bytes of a nonce. */
  public static final int SIZE = 32;

  private static final long MOST = 1L << 17;

  private final SecureRandom random = new SecureRandom();
  private final Cache<ByteBuffer, UserId> open;

  public Nonces(Ticker ticker) {
    this.open =
        Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(LIFE).ticker(ticker).build();
  }

  /** A fresh nonce for this user. */
  public byte[] issue(UserId user) {
    byte[] nonce = new byte[SIZE];
    random.nextBytes(nonce);
    open.put(ByteBuffer.wrap(nonce.clone()), user);
    return nonce;
  }

  /** Whether the nonce was open for this user; it is not afterwards, for anybody. */
  public boolean spend(UserId user, byte[] nonce) {
    return user.equals(open.asMap().remove(ByteBuffer.wrap(nonce)));
  }
}
