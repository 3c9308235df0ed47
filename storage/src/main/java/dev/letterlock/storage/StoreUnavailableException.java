package dev.letterlock.storage;

/**
 * The database did not answer in time or is away. Nothing is known about a write that ended so: it
 * may have happened, and every write of these ports can be repeated safely. The next call finds the
 * database again by itself once it is back.
 */
public final class StoreUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public StoreUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
