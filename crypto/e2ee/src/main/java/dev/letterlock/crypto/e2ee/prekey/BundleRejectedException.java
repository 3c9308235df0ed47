package dev.letterlock.crypto.e2ee.prekey;

/** A pre-key bundle that must not be used (docs/E2EE.md §2.3); the {@link BundleFault} says why. */
public final class BundleRejectedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final BundleFault fault;

  /**
   * @param text {@code name: value (expected: ...)}
   */
  public BundleRejectedException(BundleFault fault, String text) {
    super(fault + ": " + text);
    this.fault = fault;
  }

  public BundleFault fault() {
    return fault;
  }
}
