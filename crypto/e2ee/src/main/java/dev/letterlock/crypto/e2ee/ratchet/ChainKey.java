package dev.letterlock.crypto.e2ee.ratchet;

import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.Label;
import dev.letterlock.crypto.e2ee.state.StateReader;
import dev.letterlock.crypto.e2ee.state.StateWriter;
import dev.letterlock.crypto.primitive.SecretBytes;

/**
 * CK and the number of the next message under it: {@code CK' || MK = KDF(CK, "E1:chain", "", 64)};
 * docs/E2EE.md §2.5. Owns the key.
 */
final class ChainKey implements AutoCloseable {

  private static final int KEY_SIZE = 32;

  private SecretBytes key;
  private int next;

  ChainKey(SecretBytes key, int next) {
    this.key = key;
    this.next = next;
  }

  static ChainKey read(StateReader in) {
    int next = in.u32();
    return new ChainKey(in.secret(), next);
  }

  void write(StateWriter out) {
    out.u32(next).secret(key);
  }

  /** The number of the next message, unsigned. */
  int next() {
    return next;
  }

  /** How many keys lie before that of message {@code count}; negative if it has been passed. */
  long distanceTo(int count) {
    return Integer.toUnsignedLong(count) - Integer.toUnsignedLong(next);
  }

  /** The key of the next message; the chain moves on and forgets it. */
  SecretBytes advance(E1 e1) {
    try (SecretBytes both = e1.kdf(key, Label.CHAIN, 2 * KEY_SIZE)) {
      key.close();
      key = both.part(0, KEY_SIZE);
      next++;
      return both.part(KEY_SIZE, 2 * KEY_SIZE);
    }
  }

  @Override
  public void close() {
    key.close();
  }
}
