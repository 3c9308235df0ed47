package dev.letterlock.storage.inbox.local.disk;

import java.nio.file.Path;

/** The inbox directory cannot be opened as it is. */
public final class DamagedDirectoryException extends RuntimeException {
  public DamagedDirectoryException(Path directory, String reason, Throwable cause) {
    super(
        "DATA_DIR: "
            + directory
            + " cannot be opened: "
            + reason
            + " (expected: a readable and writable inbox of this version; mend the disk, or move"
            + " the directory away and restore a backup without its file run.mark)",
        cause);
  }
}
