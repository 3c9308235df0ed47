package dev.letterlock.crypto.primitive;

/**
 * Key material from outside that must not be used (docs/E2EE.md §3); the {@link KeyFault} says why.
 */
public final class KeyRejectedException extends CryptoException {

  private static final long serialVersionUID = 1L;

  private final KeyFault fault;

  /**
   * @param fault the stable reason
   * @param text {@code name: value (expected: ...)}, never key bytes
   */
  public KeyRejectedException(KeyFault fault, String text) {
    super(fault + ": " + text);
    this.fault = fault;
  }

  public KeyFault fault() {
    return fault;
  }
}
