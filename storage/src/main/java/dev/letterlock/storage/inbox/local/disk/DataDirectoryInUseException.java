package dev.letterlock.storage.inbox.local.disk;

import java.nio.file.Path;

/** Another process has the inbox directory open. */
public final class DataDirectoryInUseException extends RuntimeException {
  public DataDirectoryInUseException(Path directory, Throwable cause) {
    super(
        "DATA_DIR: "
            + directory
            + " is in use by another process (expected: one server per directory; stop the other"
            + " one or set another DATA_DIR)",
        cause);
  }
}
