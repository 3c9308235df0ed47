package dev.letterlock.server.auth;

import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.NonceStore;
import java.security.SecureRandom;
import java.time.Duration;

/**
 * The nonces that signed requests spend (docs/E2EE.md §2.10a): 32 random bytes, for one user, good
 * once within 60 s, at any server that shares the store. For threads that may block.
 */
public final class Nonces {

  /** How long a nonce is good. */
  public static final Duration LIFE = NonceStore.LIFE;

  private final SecureRandom random = new SecureRandom();
  private final NonceStore store;

  public Nonces(NonceStore store) {
    this.store = store;
  }

  /**
   * A fresh nonce for this user.
   *
   * @throws dev.letterlock.storage.StoreUnavailableException if the store is away
   */
  public byte[] issue(UserId user) {
    byte[] nonce = new byte[NonceStore.SIZE];
    random.nextBytes(nonce);
    store.open(user, nonce.clone());
    return nonce;
  }

  /**
   * Whether the nonce was open for this user; it is not afterwards, for anybody.
   *
   * @throws dev.letterlock.storage.StoreUnavailableException if the store is away
   */
  public boolean spend(UserId user, byte[] nonce) {
    return store.spend(user, nonce);
  }
}
