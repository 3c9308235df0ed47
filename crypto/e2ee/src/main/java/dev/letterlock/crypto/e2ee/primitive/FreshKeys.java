package dev.letterlock.crypto.e2ee.primitive;

import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.crypto.primitive.Sodium;
import dev.letterlock.crypto.primitive.X25519KeyPair;
import java.security.SecureRandom;
import java.util.Arrays;

/** X25519 pairs from a source of randomness that the caller chooses (docs/E2EE.md §2.1). */
public final class FreshKeys {

  private static final int SCALAR = 32;

  private FreshKeys() {}

  /**
   * A fresh pair.
   *
   * @param random 32 bytes of it become the scalar
   */
  public static X25519KeyPair agreementKeyPair(Sodium sodium, SecureRandom random) {
    byte[] scalar = new byte[SCALAR];
    random.nextBytes(scalar);
    try {
      return sodium.agreementKeyPair(SecretBytes.copyOf(scalar));
    } finally {
      Arrays.fill(scalar, (byte) 0);
    }
  }
}
