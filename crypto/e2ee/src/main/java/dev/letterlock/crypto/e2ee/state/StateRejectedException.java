package dev.letterlock.crypto.e2ee.state;

/**
 * Stored state that cannot be read (docs/E2EE.md §4); the {@link StateFault} says why, never with
 * bytes.
 */
public final class StateRejectedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final StateFault fault;

  /**
   * @param text {@code name: value (expected: ...)}, never bytes of a key
   */
  public StateRejectedException(StateFault fault, String text) {
    super(fault + ": " + text);
    this.fault = fault;
  }

  public StateFault fault() {
    return fault;
  }
}
