package dev.letterlock.crypto.primitive;

/**
 * An ML-KEM-768 encapsulation key, 1,184 bytes: 768 coefficients of 12 bits and a 32-byte seed
 * (FIPS 203). The modulus check of FIPS 203 §7.2 is done here, as both the JDK and libsodium would
 * refuse such a key only when a sender needs it (docs/E2EE.md §3).
 */
public record KemPublicKey(Octets octets) implements PublicValue {

  public static final int SIZE = 1184;

  private static final int COEFFICIENT_BYTES = 1152;
  private static final int MODULUS = 3329;

  public KemPublicKey {
    octets.requireSize("ML-KEM-768 key", SIZE);
    if (!isReduced(octets.raw())) {
      throw new KeyRejectedException(
          KeyFault.BAD_KEM_KEY, "ML-KEM-768 key: coefficient (expected: below 3329)");
    }
  }

  /**
   * Copies {@code bytes}.
   *
   * @throws KeyRejectedException with {@link KeyFault#BAD_LENGTH} or {@link KeyFault#BAD_KEM_KEY}
   */
  public static KemPublicKey of(byte[] bytes) {
    return new KemPublicKey(Octets.of(bytes));
  }

  private static boolean isReduced(byte[] ek) {
    for (int i = 0; i < COEFFICIENT_BYTES; i += 3) {
      int middle = Byte.toUnsignedInt(ek[i + 1]);
      int low = Byte.toUnsignedInt(ek[i]) | (middle & 0x0f) << 8;
      int high = middle >>> 4 | Byte.toUnsignedInt(ek[i + 2]) << 4;
      if (low >= MODULUS || high >= MODULUS) {
        return false;
      }
    }
    return true;
  }
}
