package dev.letterlock.crypto.e2ee.prekey;

import dev.letterlock.crypto.SignedPreKey;
import dev.letterlock.crypto.e2ee.state.StateReader;
import dev.letterlock.crypto.e2ee.state.StateWriter;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.crypto.primitive.X25519KeyPair;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A signed pre-key with its secret and the memory of the ephemeral keys that used it without a
 * one-time key: docs/E2EE.md §2.3 and §2.4.
 *
 * @param replacedAt milliseconds since 1970, zero while it is the current one
 * @param ephemerals {@code H("E1:ek", EK)} of those handshakes
 */
record SignedSecret(
    SignedPreKey publicHalf, SecretBytes secretHalf, long replacedAt, Set<Hash32> ephemerals) {

  /**
   * A key that saw so many refuses further handshakes without a one-time key; all keys with all
   * they saw still fit into one record of the key store.
   */
  static final int MAX_EPHEMERALS = 512;

  static SignedSecret read(StateReader in) {
    SignedPreKey key = in.value(SignedPreKey.SIZE, SignedPreKey::parse);
    SecretBytes secret = in.secret();
    long replacedAt = in.u64();
    int count = in.count16(MAX_EPHEMERALS);
    Set<Hash32> ephemerals = new LinkedHashSet<>();
    for (int i = 0; i < count; i++) {
      ephemerals.add(in.hash());
    }
    if (ephemerals.size() != count) {
      throw in.badValue("ephemeral keys: one twice (expected: each once)");
    }
    return new SignedSecret(key, secret, replacedAt, ephemerals);
  }

  void write(StateWriter out) {
    out.bytes(publicHalf.encode()).secret(secretHalf).u64(replacedAt).u16(ephemerals.size());
    ephemerals.forEach(out::value);
  }

  X25519KeyPair pair() {
    return new X25519KeyPair(publicHalf.key(), secretHalf);
  }

  boolean isCurrent() {
    return replacedAt == 0;
  }

  /** Whether half of the handshakes without a one-time key that it takes have been seen. */
  boolean isWorn() {
    return ephemerals.size() >= MAX_EPHEMERALS / 2;
  }

  SignedSecret copy() {
    return new SignedSecret(
        publicHalf, secretHalf.copy(), replacedAt, new LinkedHashSet<>(ephemerals));
  }

  SignedSecret replaced(long at) {
    return new SignedSecret(publicHalf, secretHalf, isCurrent() ? at : replacedAt, ephemerals);
  }
}
