package dev.letterlock.loadtest.ledger.fault;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The file to which a Redis appends what it was told; it is not rewritten meanwhile. One thread.
 */
final class AppendOnlyFile {

  private final Path file;

  private AppendOnlyFile(Path file) {
    this.file = file;
  }

  /** The one that a Redis of any version keeps in its folder. */
  static AppendOnlyFile in(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> appended =
          files
              .filter(path -> path.toString().endsWith(".aof"))
              // Since 7.0 there is one for what was before the last rewrite, too.
              .filter(path -> !path.toString().endsWith(".base.aof"))
              .sorted(Comparator.comparingLong(AppendOnlyFile::age))
              .toList();
      if (appended.isEmpty()) {
        throw new IOException("append-only file: none in " + folder + " (expected: one)");
      }
      return new AppendOnlyFile(appended.getLast());
    }
  }

  long size() throws IOException {
    return Files.size(file);
  }

  /** Forgets everything behind the first bytes. Its Redis must be dead. */
  void cutTo(long bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(bytes);
    }
  }

  private static long age(Path path) {
    return path.toFile().lastModified();
  }
}
