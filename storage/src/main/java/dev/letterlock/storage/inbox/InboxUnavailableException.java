package dev.letterlock.storage.inbox;

/** The engine cannot reach its storage now; trying again later makes sense. */
public final class InboxUnavailableException extends RuntimeException {
  public InboxUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }

  public InboxUnavailableException(String message) {
    super(message);
  }
}
