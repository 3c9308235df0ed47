package dev.letterlock.crypto.e2ee.store;

/** The vault did not do what was asked (docs/E2EE.md §4); the {@link VaultFault} says why. */
public final class VaultException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final VaultFault fault;

  /**
   * @param text {@code name: value (expected: ...)}, never what is stored
   */
  public VaultException(VaultFault fault, String text) {
    super(fault + ": " + text);
    this.fault = fault;
  }

  public VaultException(VaultFault fault, String text, Throwable cause) {
    super(fault + ": " + text, cause);
    this.fault = fault;
  }

  public VaultFault fault() {
    return fault;
  }
}
