package dev.letterlock.crypto.primitive;

/** A detached Ed25519 signature, 64 bytes (RFC 8032, docs/E2EE.md §2.1). */
public record Signature(Octets octets) implements PublicValue {

  public static final int SIZE = 64;

  public Signature {
    octets.requireSize("signature", SIZE);
  }

  /**
   * Copies {@code bytes}.
   *
   * @throws KeyRejectedException with {@link KeyFault#BAD_LENGTH}
   */
  public static Signature of(byte[] bytes) {
    return new Signature(Octets.of(bytes));
  }
}
