package dev.letterlock.crypto.primitive;

/**
 * What one Argon2id password hash costs (RFC 9106, docs/E2EE.md §4): memory in bytes and passes
 * over it. The stored string carries both, so that a change only asks for a rehash at the next
 * login.
 */
public record PasswordCost(long memoryBytes, long passes) {

  /** 19 MiB and two passes: about 28 ms. */
  public static final PasswordCost DEFAULT = new PasswordCost(19L << 20, 2);

  private static final long LEAST_MEMORY = 8192;
  private static final long MOST_MEMORY = 1L << 32;
  private static final long MOST_PASSES = 64;

  public PasswordCost {
    if (memoryBytes < LEAST_MEMORY || memoryBytes > MOST_MEMORY) {
      throw new IllegalArgumentException(
          "memoryBytes: " + memoryBytes + " (expected: 8 KiB to 4 GiB)");
    }
    if (passes < 1 || passes > MOST_PASSES) {
      throw new IllegalArgumentException("passes: " + passes + " (expected: 1 to 64)");
    }
  }
}
