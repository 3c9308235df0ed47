package dev.letterlock.crypto.e2ee.prekey;

import dev.letterlock.crypto.KemKeyPair;
import dev.letterlock.crypto.KemPreKey;
import dev.letterlock.crypto.e2ee.state.StateReader;
import dev.letterlock.crypto.e2ee.state.StateWriter;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.util.Arrays;

/**
 * A KEM pre-key with its secret.
 *
 * @param pkcs8 the JDK's form of the secret half
 * @param replacedAt milliseconds since 1970 when a last-resort key was replaced, or a one-time key
 *     was found to be claimed; zero while the server may hand it out
 */
record KemSecret(KemPreKey publicHalf, SecretBytes pkcs8, long replacedAt) {

  private static final int MAX_PKCS8 = 4096;

  static KemSecret read(StateReader in) {
    KemPreKey key = in.value(KemPreKey.SIZE, KemPreKey::parse);
    long replacedAt = in.u64();
    byte[] pkcs8 = in.block(MAX_PKCS8);
    try {
      return new KemSecret(key, SecretBytes.copyOf(pkcs8), replacedAt);
    } finally {
      Arrays.fill(pkcs8, (byte) 0);
    }
  }

  void write(StateWriter out) {
    out.bytes(publicHalf.encode()).u64(replacedAt).u32(pkcs8.size()).secret(pkcs8);
  }

  KemKeyPair pair() {
    return new KemKeyPair(publicHalf.key(), pkcs8);
  }

  boolean isLastResort() {
    return publicHalf.kind() == KemPreKey.Kind.LAST_RESORT;
  }

  KemSecret copy() {
    return new KemSecret(publicHalf, pkcs8.copy(), replacedAt);
  }

  KemSecret replaced(long at) {
    return withReplacedAt(replacedAt == 0 ? at : replacedAt);
  }

  KemSecret withReplacedAt(long at) {
    return new KemSecret(publicHalf, pkcs8, at);
  }
}
