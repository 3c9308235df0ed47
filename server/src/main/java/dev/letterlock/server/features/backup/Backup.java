package dev.letterlock.server.features.backup;

import dev.letterlock.server.features.Refusal;
import dev.letterlock.server.features.RefusedException;
import dev.letterlock.storage.embedded.EmbeddedMongo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Copies what a server keeps in DATA_DIR while it serves; one at a time. First the inboxes, then
 * the accounts: so every inbox in the copy has its device there, and a receipt that moves meanwhile
 * is in both rather than in none. The jobs are left out, as they are found again from the rest.
 * Blocking.
 */
public final class Backup {
  private static final String OWNER_ONLY = "rwx------";

  private final Path data;
  private final @Nullable Consumer<Path> inbox;
  private final @Nullable EmbeddedMongo accounts;
  private final Semaphore one = new Semaphore(1);

  /**
   * Copies these.
   *
   * @param inbox copies the inboxes into a directory that it makes; null if they are in Redis,
   *     without which no backup is whole
   * @param accounts null if they are in a MongoDB, which has tools of its own
   */
  public Backup(Path data, @Nullable Consumer<Path> inbox, @Nullable EmbeddedMongo accounts) {
    this.data = data;
    this.inbox = inbox;
    this.accounts = accounts;
  }

  /**
   * What was copied.
   *
   * @param accounts whether the accounts are in it
   */
  public record Copied(long files, long bytes, boolean accounts) {}

  /**
   * Whether a backup can be made there.
   *
   * @throws RefusedException if not
   */
  public void require(Path target) {
    if (inbox == null) {
      throw new RefusedException(
          Refusal.OUT_OF_RANGE,
          "REDIS_URL: set (expected: messages in DATA_DIR; back up Redis and MongoDB instead)");
    }
    if (!target.isAbsolute() || !isFree(target)) {
      throw new RefusedException(
          Refusal.OUT_OF_RANGE,
          "directory: "
              + target
              + " (expected: an absolute path where nothing is yet, or an empty directory)");
    }
  }

  /**
   * Makes a backup; what was written is removed again if it fails.
   *
   * @param progress told what is copied next
   * @throws RefusedException if another one is being made
   * @throws BackupException if it cannot be read or written
   */
  public Copied make(Path target, Consumer<String> progress) {
    if (!one.tryAcquire()) {
      throw new RefusedException(Refusal.BUSY, "backup: another is being made (expected: none)");
    }
    try {
      return copy(target, progress);
    } catch (IOException | RuntimeException e) {
      BackupFiles.delete(target);
      throw new BackupException("The backup failed, and nothing of it is left: " + e);
    } finally {
      one.release();
    }
  }

  private Copied copy(Path target, Consumer<String> progress) throws IOException {
    Files.createDirectories(target);
    if (target.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(OWNER_ONLY));
    }
    progress.accept("inbox");
    Objects.requireNonNull(inbox).accept(target.resolve(BackupFiles.INBOX));
    if (accounts != null) {
      progress.accept("accounts");
      accounts.backUp(target.resolve(BackupFiles.ARCHIVE));
    }
    for (String name : BackupFiles.KEPT) {
      if (Files.exists(data.resolve(name))) {
        BackupFiles.copy(data.resolve(name), target.resolve(name));
      }
    }
    progress.accept("checksums");
    Checksums sums = Checksums.of(target);
    sums.write(target);
    return new Copied(sums.byFile().size(), bytes(target), accounts != null);
  }

  private static long bytes(Path directory) throws IOException {
    try (Stream<Path> inside = Files.walk(directory)) {
      return inside.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static boolean isFree(Path target) {
    try {
      return BackupFiles.isFree(target);
    } catch (IOException e) {
      return false;
    }
  }
}
