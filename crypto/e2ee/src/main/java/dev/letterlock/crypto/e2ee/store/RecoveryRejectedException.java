package dev.letterlock.crypto.e2ee.store;

import org.jspecify.annotations.Nullable;

/**
 * A recovery file that gives no account key (docs/E2EE.md §2.2); the {@link RecoveryFault} says
 * why.
 */
public final class RecoveryRejectedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final RecoveryFault fault;

  /**
   * @param text {@code name: value (expected: ...)}, never a secret
   */
  public RecoveryRejectedException(RecoveryFault fault, String text) {
    this(fault, text, null);
  }

  public RecoveryRejectedException(RecoveryFault fault, String text, @Nullable Throwable cause) {
    super(fault + ": " + text, cause);
    this.fault = fault;
  }

  public RecoveryFault fault() {
    return fault;
  }
}
