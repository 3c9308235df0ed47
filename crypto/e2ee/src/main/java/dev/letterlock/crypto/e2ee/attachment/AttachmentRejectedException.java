package dev.letterlock.crypto.e2ee.attachment;

/**
 * An attachment of which nothing may be shown (docs/E2EE.md §2.11); the {@link AttachmentFault}
 * says why.
 */
public final class AttachmentRejectedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final AttachmentFault fault;

  /**
   * @param text {@code name: value (expected: ...)}, never content
   */
  public AttachmentRejectedException(AttachmentFault fault, String text) {
    super(fault + ": " + text);
    this.fault = fault;
  }

  public AttachmentFault fault() {
    return fault;
  }
}
