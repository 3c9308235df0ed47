package dev.letterlock.server.notify;

/** A wave of wake-ups could not be kept now. */
public final class WaveNotRecordedException extends RuntimeException {
  public WaveNotRecordedException(String message, Throwable cause) {
    super(message, cause);
  }

  public WaveNotRecordedException(String message) {
    super(message);
  }
}
