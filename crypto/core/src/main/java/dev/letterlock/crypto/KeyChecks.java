package dev.letterlock.crypto;

import dev.letterlock.crypto.primitive.KeyFault;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.crypto.primitive.Sodium;
import dev.letterlock.crypto.primitive.X25519PublicKey;
import java.time.Duration;
import java.time.Instant;

/**
 * The checks of docs/E2EE.md §3 that parsing and signatures do not make. They cost tens of
 * microseconds a key: never on an event loop. Safe for any thread.
 */
public final class KeyChecks {

  /** How far a creation time may be from the server's clock. */
  public static final Duration MAX_SKEW = Duration.ofMinutes(10);

  private static final int SCALAR = 32;

  private final Sodium sodium;

  public KeyChecks(Sodium sodium) {
    this.sodium = sodium;
  }

  /**
   * Probes a key with a random scalar.
   *
   * @throws KeyRejectedException with {@link KeyFault#LOW_ORDER_POINT}
   */
  public void requireUsable(X25519PublicKey key) {
    try (SecretBytes scalar = sodium.randomSecret(SCALAR)) {
      sodium.agree(scalar, key).close();
    }
  }

  /**
   * Checks a creation time on upload.
   *
   * @param created milliseconds since 1970
   * @throws KeyRejectedException with {@link KeyFault#CLOCK_SKEW}
   */
  public static void requireFresh(long created, Instant now) {
    long most = MAX_SKEW.toMillis();
    long at = now.toEpochMilli();
    if (created < at - most || created > at + most) {
      throw new KeyRejectedException(
          KeyFault.CLOCK_SKEW, "created: " + created + " (expected: within 10 min of " + at + ")");
    }
  }
}
