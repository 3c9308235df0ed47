package dev.letterlock.server.features.backup;

import dev.letterlock.storage.account.UserStore;
import dev.letterlock.storage.device.PreKeyStore;
import dev.letterlock.storage.embedded.EmbeddedMongo;
import dev.letterlock.storage.inbox.local.LocalInboxEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.function.Consumer;

/**
 * Makes a DATA_DIR out of a backup. What was accepted, claimed and registered since is not in it,
 * so the inboxes begin a new epoch, and the accounts are {@link #settle settled} at the first
 * start. Blocking, on no server's threads.
 */
public final class Restore {
  private static final String MARKER = "restored";
  private static final String UNFINISHED = ".restoring";

  /** More than any user registers between a backup and the day that it is needed. */
  private static final int SKIPPED_DEVICES = 1 << 16;

  private final Path backup;
  private final Path data;
  private final Clock clock;

  public Restore(Path backup, Path data, Clock clock) {
    this.backup = backup;
    this.data = data.toAbsolutePath().normalize();
    this.clock = clock;
  }

  /**
   * Verifies the backup and copies it; whole, or nothing is there.
   *
   * @param progress told what is done next
   * @throws BackupException if the backup is damaged, or DATA_DIR holds something
   * @throws IOException if it cannot be read or written
   */
  public void run(Consumer<String> progress) throws IOException {
    if (!BackupFiles.isFree(data)) {
      throw new BackupException(
          data + " is not empty. Move it away, or name another directory with --data-dir.");
    }
    progress.accept("checksums");
    Checksums.in(backup).verify(backup);
    progress.accept("copy");
    Path unfinished = data.resolveSibling(data.getFileName() + UNFINISHED);
    BackupFiles.delete(unfinished);
    try {
      copyTo(unfinished);
      Files.deleteIfExists(data);
      Files.move(unfinished, data, StandardCopyOption.ATOMIC_MOVE);
      BackupFiles.sync(data.resolveSibling("."));
    } finally {
      BackupFiles.delete(unfinished);
    }
  }

  private void copyTo(Path directory) throws IOException {
    Path inbox = directory.resolve(BackupFiles.INBOX);
    Files.createDirectories(inbox);
    for (String name : Checksums.in(backup).byFile().keySet()) {
      Path from = backup.resolve(name);
      if (name.equals(BackupFiles.ARCHIVE)) {
        EmbeddedMongo.unpack(from, directory.resolve(BackupFiles.ACCOUNTS));
      } else {
        BackupFiles.copy(from, directory.resolve(name));
      }
    }
    LocalInboxEngine.adopt(inbox, clock.instant());
    mark(directory);
    BackupFiles.sync(inbox);
    BackupFiles.sync(directory);
  }

  /** What is in the directory is older than what its devices know. */
  public static void mark(Path data) throws IOException {
    Path marker = data.resolve(MARKER);
    if (!Files.exists(marker)) {
      Files.createFile(marker);
    }
  }

  /**
   * Before the first use of restored accounts: no one-time key that may have been handed out is
   * handed out again, and no device id that may have been drawn is drawn again. Repeated if cut
   * short, and nothing where nothing was restored.
   */
  public static void settle(Path data, UserStore users, PreKeyStore preKeys) throws IOException {
    Path marker = data.resolve(MARKER);
    if (Files.exists(marker)) {
      preKeys.forgetOneTime();
      users.skipDeviceIds(SKIPPED_DEVICES);
      Files.delete(marker);
    }
  }
}
