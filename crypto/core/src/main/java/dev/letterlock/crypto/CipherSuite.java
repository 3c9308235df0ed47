package dev.letterlock.crypto;

import dev.letterlock.crypto.primitive.KeyFault;
import dev.letterlock.crypto.primitive.KeyRejectedException;

/** What a device can agree keys with: docs/E2EE.md §2.2. */
public enum CipherSuite {
  /** X25519 alone. */
  CLASSIC(1),
  /** X25519 and ML-KEM-768. */
  HYBRID(2);

  private final int code;

  CipherSuite(int code) {
    this.code = code;
  }

  /** The byte on the wire. */
  public int code() {
    return code;
  }

  static CipherSuite of(int code) {
    return switch (code) {
      case 1 -> CLASSIC;
      case 2 -> HYBRID;
      default ->
          throw new KeyRejectedException(
              KeyFault.BAD_SUITE, "suite: " + code + " (expected: 1 or 2)");
    };
  }
}
