package dev.letterlock.crypto.primitive;

import java.nio.ByteBuffer;

/**
 * A public value of fixed length (docs/E2EE.md §2.1): keys, signatures and hashes. Compared by
 * value.
 */
public sealed interface PublicValue
    permits Ed25519PublicKey, X25519PublicKey, KemPublicKey, Signature, Hash32 {

  Octets octets();

  /** A fresh copy. */
  default byte[] toByteArray() {
    return octets().toByteArray();
  }

  /** Appends the bytes at the buffer's position. */
  default void writeTo(ByteBuffer target) {
    octets().writeTo(target);
  }
}
