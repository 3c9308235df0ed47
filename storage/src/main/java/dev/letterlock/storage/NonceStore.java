package dev.letterlock.storage;

import dev.letterlock.protocol.id.UserId;
import java.time.Duration;

/**
 * Which nonces are open (docs/E2EE.md §2.10a), each for one user and good once. What is lost with a
 * crash is not open any more, and what was spent is not open again. Refuses event loops where it
 * blocks.
 */
public interface NonceStore {
  /** How long a nonce is good. */
  Duration LIFE = Duration.ofSeconds(60);

  /** Bytes of a nonce. */
  int SIZE = 32;

  /**
   * Opens a nonce for this user.
   *
   * @param nonce {@link #SIZE} random bytes, not changed afterwards
   * @throws StoreUnavailableException if the store is away
   */
  void open(UserId user, byte[] nonce);

  /**
   * Whether the nonce was open for this user; it is not afterwards, for anybody.
   *
   * @param nonce any bytes
   * @throws StoreUnavailableException if the store is away; it may have been spent
   */
  boolean spend(UserId user, byte[] nonce);
}
