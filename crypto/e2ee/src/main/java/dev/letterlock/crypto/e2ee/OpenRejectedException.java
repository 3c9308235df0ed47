package dev.letterlock.crypto.e2ee;

/**
 * A slice or record that cannot be opened (docs/E2EE.md §4); the {@link OpenFault} says why, never
 * with bytes.
 */
public final class OpenRejectedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final OpenFault fault;

  /**
   * @param text {@code name: value (expected: ...)}, never bytes of a key or of content
   */
  public OpenRejectedException(OpenFault fault, String text) {
    super(fault + ": " + text);
    this.fault = fault;
  }

  public OpenFault fault() {
    return fault;
  }
}
