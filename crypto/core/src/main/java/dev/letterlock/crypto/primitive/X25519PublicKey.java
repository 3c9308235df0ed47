package dev.letterlock.crypto.primitive;

/**
 * A canonical X25519 public key, 32 bytes little-endian (RFC 7748). libsodium accepts non-canonical
 * encodings, so two byte strings would name one key; docs/E2EE.md §2.1 refuses them in every
 * parser. Low-order points are found by {@link Sodium#agree} only.
 */
public record X25519PublicKey(Octets octets) implements PublicValue {

  public static final int SIZE = 32;

  private static final int LAST = SIZE - 1;

  public X25519PublicKey {
    octets.requireSize("X25519 public key", SIZE);
    if (!isCanonical(octets.raw())) {
      throw new KeyRejectedException(
          KeyFault.NON_CANONICAL_POINT, "X25519 public key: u (expected: below 2^255-19)");
    }
  }

  /**
   * Copies {@code bytes}.
   *
   * @throws KeyRejectedException with {@link KeyFault#BAD_LENGTH} or {@link
   *     KeyFault#NON_CANONICAL_POINT}
   */
  public static X25519PublicKey of(byte[] bytes) {
    return new X25519PublicKey(Octets.of(bytes));
  }

  private static boolean isCanonical(byte[] u) {
    if (u[LAST] != 0x7f) {
      return u[LAST] >= 0;
    }
    for (int i = 1; i < LAST; i++) {
      if (u[i] != (byte) 0xff) {
        return true;
      }
    }
    return Byte.toUnsignedInt(u[0]) < 0xed;
  }
}
