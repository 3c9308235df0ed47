package dev.letterlock.server.features.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * How a backup lies on disk (docs/OPERATIONS.md): the inbox engine's directory, the embedded
 * database in an archive, the kept secrets, and {@link Checksums} of all of it, written last.
 */
final class BackupFiles {
  static final String INBOX = "inbox";
  static final String ACCOUNTS = "accounts.mv";
  static final String ARCHIVE = ACCOUNTS + ".zip";

  /** Small files of DATA_DIR that are copied as they are, where they exist. */
  static final List<String> KEPT = List.of("admin-token", "jwt-secret", "server-id");

  private BackupFiles() {}

  /** Copies a file with its permissions and syncs it. */
  static void copy(Path from, Path to) throws IOException {
    Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
    sync(to);
  }

  /** Syncs a file, or the names in a directory. */
  static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** True for a directory without anything in it, and for nothing at all. */
  static boolean isFree(Path directory) throws IOException {
    if (Files.notExists(directory)) {
      return true;
    }
    if (!Files.isDirectory(directory)) {
      return false;
    }
    try (Stream<Path> inside = Files.list(directory)) {
      return inside.findAny().isEmpty();
    }
  }

  /** Removes what is in a directory, and itself. */
  static void delete(Path directory) {
    if (Files.notExists(directory)) {
      return;
    }
    try (Stream<Path> inside = Files.walk(directory)) {
      for (Path file : inside.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
