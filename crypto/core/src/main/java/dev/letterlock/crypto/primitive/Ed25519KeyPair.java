package dev.letterlock.crypto.primitive;

import java.util.Arrays;

/**
 * An Ed25519 key pair (docs/E2EE.md §2.1); the secret half is libsodium's 64 bytes (seed, then
 * public key). Closing wipes it.
 */
public final class Ed25519KeyPair implements AutoCloseable {

  static final int SECRET_SIZE = 64;
  static final int SEED_SIZE = 32;

  private final Ed25519PublicKey publicKey;
  private final SecretBytes secretKey;

  Ed25519KeyPair(Ed25519PublicKey publicKey, SecretBytes secretKey) {
    this.publicKey = publicKey;
    this.secretKey = secretKey;
  }

  public Ed25519PublicKey publicKey() {
    return publicKey;
  }

  /** The 32-byte seed to keep: {@link Sodium#signingKeyPair(SecretBytes)} makes the pair again. */
  public SecretBytes seed() {
    return SecretBytes.adopt(Arrays.copyOf(secretKey.raw(), SEED_SIZE));
  }

  SecretBytes secretKey() {
    return secretKey;
  }

  @Override
  public void close() {
    secretKey.close();
  }

  @Override
  public String toString() {
    return "Ed25519KeyPair[" + publicKey + "]";
  }
}
