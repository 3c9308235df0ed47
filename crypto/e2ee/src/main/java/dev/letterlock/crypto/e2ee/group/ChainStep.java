package dev.letterlock.crypto.e2ee.group;

import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.Label;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.util.Arrays;

/**
 * One step of a sender chain: {@code CK' || MK = KDF(CK, "E1:gchain", "", 64)}.
 *
 * @param next CK', 32 bytes
 * @param messageKey MK, 32 bytes
 */
record ChainStep(SecretBytes next, SecretBytes messageKey) {

  static final int KEY_SIZE = 32;

  static ChainStep of(E1 e1, SecretBytes chainKey) {
    try (SecretBytes both = e1.kdf(chainKey, Label.GROUP_CHAIN, 2 * KEY_SIZE)) {
      byte[] bytes = both.revealCopy();
      byte[] next = Arrays.copyOf(bytes, KEY_SIZE);
      byte[] key = Arrays.copyOfRange(bytes, KEY_SIZE, 2 * KEY_SIZE);
      try {
        return new ChainStep(SecretBytes.copyOf(next), SecretBytes.copyOf(key));
      } finally {
        Arrays.fill(bytes, (byte) 0);
        Arrays.fill(next, (byte) 0);
        Arrays.fill(key, (byte) 0);
      }
    }
  }
}
