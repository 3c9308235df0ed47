package dev.letterlock.storage;

/**
 * The database is there and cannot be used as it is: it is damaged, or a newer program has written
 * it. The message says in words what an operator can do about it.
 */
public final class UnusableDatabaseException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public UnusableDatabaseException(String message) {
    super(message);
  }

  public UnusableDatabaseException(String message, Throwable cause) {
    super(message, cause);
  }
}
