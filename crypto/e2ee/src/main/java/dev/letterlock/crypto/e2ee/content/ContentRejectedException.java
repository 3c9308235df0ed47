package dev.letterlock.crypto.e2ee.content;

/** Content that must not be shown or acted on; the {@link ContentFault} says why. */
public final class ContentRejectedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ContentFault fault;

  /**
   * @param text {@code name: value (expected: ...)}, never content
   */
  public ContentRejectedException(ContentFault fault, String text) {
    super(fault + ": " + text);
    this.fault = fault;
  }

  public ContentFault fault() {
    return fault;
  }
}
