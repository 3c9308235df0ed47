package dev.letterlock.storage.inbox.local;

import dev.letterlock.storage.inbox.local.disk.InboxDatabase;
import dev.letterlock.storage.inbox.local.disk.StorageFaultException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether an inbox directory that no process has open could be opened, without changing it. */
public final class InboxProbe {
  private InboxProbe() {}

  /**
   * Reads what opening would read, and looks for the room that it would take. Blocks.
   *
   * @throws StorageFaultException if it cannot be read, or its disk is full
   */
  public static void look(Path directory) {
    InboxDatabase database = new InboxDatabase(directory);
    try {
      database.openForReading();
      requireRoom(directory, database.bytesToOpen());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      database.dispose();
    }
  }

  private static void requireRoom(Path directory, long wanted) throws IOException {
    long free = Files.getFileStore(directory).getUsableSpace();
    if (free < wanted) {
      throw new StorageFaultException(
          "free bytes: " + free + " (expected: at least " + wanted + ")");
    }
  }
}
