package dev.letterlock.storage.inbox.local;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A copy of the files of a running engine: what a process that died now would leave. */
public final class CrashImage {
  private final Path directory;

  private CrashImage(Path directory) {
    this.directory = directory;
  }

  /** The directory of a process that has died. */
  public static CrashImage in(Path left) {
    return new CrashImage(left);
  }

  /** Copies the directory of an engine that is doing nothing right now. */
  static CrashImage of(Path running, Path copy) {
    try (Stream<Path> files = Files.list(running)) {
      Files.createDirectories(copy);
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
      return new CrashImage(copy);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path directory() {
    return directory;
  }

  /** Cuts bytes off the end of the log. */
  public void cutLog(int bytes) throws IOException {
    try (RandomAccessFile log = new RandomAccessFile(log().toFile(), "rw")) {
      log.setLength(log.length() - bytes);
    }
  }

  /** Changes one byte so far from the end of the log. */
  void damageLog(int fromEnd) throws IOException {
    try (RandomAccessFile log = new RandomAccessFile(log().toFile(), "rw")) {
      log.seek(log.length() - fromEnd);
      int old = log.read();
      log.seek(log.length() - fromEnd);
      log.write(~old);
    }
  }

  void deleteLog() throws IOException {
    Files.delete(log());
  }

  void deleteMark() throws IOException {
    Files.delete(directory.resolve("run.mark"));
  }

  private Path log() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().endsWith(".log"))
          .max(Comparator.naturalOrder())
          .orElseThrow();
    }
  }
}
