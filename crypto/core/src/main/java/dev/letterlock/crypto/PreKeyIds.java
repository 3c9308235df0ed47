package dev.letterlock.crypto;

import dev.letterlock.crypto.primitive.KeyFault;
import dev.letterlock.crypto.primitive.KeyRejectedException;

/** The rule for pre-key ids: random u32, never zero (docs/E2EE.md §2.3). */
final class PreKeyIds {

  private PreKeyIds() {}

  static void requireNonZero(int id) {
    if (id == 0) {
      throw new KeyRejectedException(KeyFault.BAD_ID, "pre-key id: 0 (expected: not 0)");
    }
  }
}
