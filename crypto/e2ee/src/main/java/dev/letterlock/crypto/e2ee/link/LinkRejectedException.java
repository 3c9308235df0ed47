package dev.letterlock.crypto.e2ee.link;

/** A linking that must not go on (docs/E2EE.md §2.10); the {@link LinkFault} says why. */
public final class LinkRejectedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final LinkFault fault;

  /**
   * @param text {@code name: value (expected: ...)}, never content
   */
  public LinkRejectedException(LinkFault fault, String text) {
    super(fault + ": " + text);
    this.fault = fault;
  }

  public LinkFault fault() {
    return fault;
  }
}
