package dev.letterlock.settings.value;

/**
 * A text that is not a value of its key's type. The message says what is wrong and never repeats a
 * secret.
 */
public final class InvalidValueException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;

  public InvalidValueException(String reason) {
    super(reason);
    this.reason = reason;
  }

  /** What is wrong with the text, for people. */
  public String reason() {
    return reason;
  }
}
