package dev.letterlock.crypto.e2ee.trust;

/**
 * A device that must not be encrypted to or heard (docs/E2EE.md §2.2); the {@link TrustFault} says
 * why.
 */
public final class TrustRejectedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final TrustFault fault;

  TrustRejectedException(TrustFault fault, String text) {
    super(fault + ": " + text);
    this.fault = fault;
  }

  public TrustFault fault() {
    return fault;
  }
}
