package dev.letterlock.crypto.primitive;

/**
 * An Ed25519 verification key, 32 bytes (RFC 8032, docs/E2EE.md §2.1). Its points are judged by
 * libsodium's verifier.
 */
public record Ed25519PublicKey(Octets octets) implements PublicValue {

  public static final int SIZE = 32;

  public Ed25519PublicKey {
    octets.requireSize("Ed25519 public key", SIZE);
  }

  /**
   * Copies {@code bytes}.
   *
   * @throws KeyRejectedException with {@link KeyFault#BAD_LENGTH}
   */
  public static Ed25519PublicKey of(byte[] bytes) {
    return new Ed25519PublicKey(Octets.of(bytes));
  }
}
