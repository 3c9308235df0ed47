package dev.letterlock.storage.inbox.local.disk;

/** The database refused; for a write, its fate is not known until the database is opened again. */
public final class StorageFaultException extends RuntimeException {
  public StorageFaultException(String message, Throwable cause) {
    super(message, cause);
  }

  public StorageFaultException(String message) {
    super(message);
  }
}
