package dev.letterlock.crypto.e2ee.handshake;

import dev.letterlock.crypto.e2ee.primitive.MlKem768;
import dev.letterlock.crypto.primitive.Octets;

/**
 * What ML-KEM-768 sends to the owner of a KEM pre-key, 1,088 bytes (FIPS 203, docs/E2EE.md §2.4).
 */
public record KemCiphertext(Octets octets) {

  public static final int SIZE = MlKem768.CIPHERTEXT_SIZE;

  public KemCiphertext {
    if (octets.size() != SIZE) {
      throw new IllegalArgumentException("ciphertext: " + octets.size() + " B (expected: 1088)");
    }
  }

  /** Copies 1,088 bytes. */
  public static KemCiphertext of(byte[] bytes) {
    return new KemCiphertext(Octets.of(bytes));
  }
}
