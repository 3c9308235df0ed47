package dev.letterlock.crypto.e2ee.group;

import dev.letterlock.crypto.StructureReader;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.util.Arrays;

/** Copies 32-byte keys and leaves none behind. */
final class Secrets {

  private Secrets() {}

  static SecretBytes copy(SecretBytes secret) {
    return adopt(secret.revealCopy());
  }

  static SecretBytes take(StructureReader in) {
    return adopt(in.take(ChainStep.KEY_SIZE));
  }

  private static SecretBytes adopt(byte[] bytes) {
    try {
      return SecretBytes.copyOf(bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }
}
