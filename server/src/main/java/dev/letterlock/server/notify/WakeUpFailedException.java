package dev.letterlock.server.notify;

/** The service did not take a wake-up. The text names no device and no secret. */
public final class WakeUpFailedException extends Exception {
  public WakeUpFailedException(String message) {
    super(message);
  }

  public WakeUpFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
