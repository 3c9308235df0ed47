package dev.letterlock.protocol;

/**
 * The bytes of a peer broke a rule: which one, and how the connection ends. Carries no stack trace,
 * since a hostile peer decides how often it is made. Its text is for the log of this side and never
 * reaches a peer, who gets the codes.
 */
public final class ProtocolException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final ErrorCode error;
  private final CloseCode close;

  public ProtocolException(ErrorCode error, CloseCode close, String message) {
    super(message, null, false, false);
    this.error = error;
    this.close = close;
  }

  /** A field has a value that it must not have. */
  public static ProtocolException malformed(String field, long value, String expected) {
    return new ProtocolException(
        ErrorCode.MALFORMED,
        CloseCode.MALFORMED_FRAME,
        field + ": " + value + " (expected: " + expected + ")");
  }

  public ErrorCode error() {
    return error;
  }

  public CloseCode close() {
    return close;
  }
}
