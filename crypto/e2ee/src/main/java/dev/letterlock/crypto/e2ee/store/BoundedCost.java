package dev.letterlock.crypto.e2ee.store;

import dev.letterlock.crypto.primitive.PasswordCost;
import java.util.Optional;

/**
 * The cost of Argon2id as a file states it: {@code memory u64 | passes u32}, at most 1 GiB and 16
 * passes. A damaged file must not make us take all memory.
 */
final class BoundedCost {

  private static final long MOST_MEMORY = 1L << 30;
  private static final int MOST_PASSES = 16;

  private BoundedCost() {}

  /** The cost, or empty if it is more or less than is taken. */
  static Optional<PasswordCost> of(long memory, int passes) {
    boolean within = memory <= MOST_MEMORY && passes <= MOST_PASSES;
    try {
      return within ? Optional.of(new PasswordCost(memory, passes)) : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
