package dev.letterlock.crypto.primitive;

/**
 * An X25519 key pair with a 32-byte secret scalar (RFC 7748, docs/E2EE.md §2.1). Closing wipes the
 * scalar.
 */
public record X25519KeyPair(X25519PublicKey publicKey, SecretBytes secretKey)
    implements AutoCloseable {

  static final int SECRET_SIZE = 32;

  /** Another pair of the same keys, closed apart. */
  public X25519KeyPair copy() {
    return new X25519KeyPair(publicKey, secretKey.copy());
  }

  @Override
  public void close() {
    secretKey.close();
  }
}
