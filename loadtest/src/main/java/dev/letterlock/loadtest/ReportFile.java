package dev.letterlock.loadtest;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where a report goes; looked at before the load, and not after it. */
final class ReportFile {

  static final String EXPECTED = " (expected: a file that can be written)";

  private ReportFile() {}

  /** Whether it can be written; no file at all can be, as there is nothing to write. */
  static boolean isPossible(@Nullable Path file) {
    if (file == null) {
      return true;
    }
    Path folder = file.toAbsolutePath().getParent();
    return Files.exists(file)
        ? Files.isRegularFile(file) && Files.isWritable(file)
        : folder != null && Files.isWritable(folder);
  }
}
