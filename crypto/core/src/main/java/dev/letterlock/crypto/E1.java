package dev.letterlock.crypto;

import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import dev.letterlock.crypto.primitive.Ed25519PublicKey;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.KeyFault;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.crypto.primitive.Signature;
import dev.letterlock.crypto.primitive.Sodium;
import dev.letterlock.crypto.primitive.StreamedHash;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The three labelled functions KDF, H and Sig that all of E1 is made of: docs/E2EE.md §2.1. Input
 * given in parts is concatenated, so parts of variable length must be unambiguous by themselves.
 * Safe for any thread.
 */
public final class E1 {

  private static final int WIDE = 64;

  private final Sodium sodium;

  public E1(Sodium sodium) {
    this.sodium = sodium;
  }

  /** The primitives below. */
  public Sodium sodium() {
    return sodium;
  }

  /**
   * {@code KDF(k, label, d, n)}.
   *
   * @param key 32 to 64 bytes
   * @param length 16 to 64 bytes
   */
  public SecretBytes kdf(SecretBytes key, Label label, int length, byte[]... parts) {
    return sodium.keyedHash(key, label.prepend(parts), length);
  }

  /**
   * As {@link #kdf} over secret input, of which no copy is left behind.
   *
   * @param inputs concatenated in this order
   */
  public SecretBytes kdfOfSecrets(SecretBytes key, Label label, int length, SecretBytes... inputs) {
    byte[][] parts = new byte[inputs.length][];
    for (int i = 0; i < inputs.length; i++) {
      parts[i] = inputs[i].revealCopy();
    }
    byte[] message = label.prepend(parts);
    try {
      return sodium.keyedHash(key, message, length);
    } finally {
      Arrays.fill(message, (byte) 0);
      for (byte[] part : parts) {
        Arrays.fill(part, (byte) 0);
      }
    }
  }

  /** BLAKE2b-512 of {@code L(label) || d}, 64 bytes: the salt of a handshake. */
  public byte[] wideHash(Label label, byte[]... parts) {
    return sodium.hash(label.prepend(parts), WIDE);
  }

  /** {@code H(label, d)}, 32 bytes. */
  public Hash32 hash(Label label, byte[]... parts) {
    return Hash32.of(sodium.hash(label.prepend(parts), Hash32.SIZE));
  }

  /** {@code H(label, d)} of a d that comes in parts and need not fit into memory. */
  public StreamedHash startHash(Label label) {
    StreamedHash hash = sodium.startHash();
    hash.update(ByteBuffer.wrap(label.prepend()));
    return hash;
  }

  /** {@code Sig(sk, label, d)}. */
  public Signature sign(Ed25519KeyPair key, Label label, byte[]... parts) {
    return sodium.sign(key, label.prepend(parts));
  }

  /** Whether {@code signature} is {@code Sig(sk, label, d)} for the secret half of {@code key}. */
  public boolean verifies(Ed25519PublicKey key, Label label, Signature signature, byte[]... parts) {
    return sodium.verify(key, label.prepend(parts), signature);
  }

  /** Fails with {@link KeyFault#BAD_SIGNATURE} unless the signature verifies. */
  public void requireSignature(
      Ed25519PublicKey key, Label label, Signature signature, byte[]... parts) {
    if (!verifies(key, label, signature, parts)) {
      throw new KeyRejectedException(
          KeyFault.BAD_SIGNATURE, label.text() + ": signature (expected: one that verifies)");
    }
  }
}
