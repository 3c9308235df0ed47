package dev.letterlock.loadtest;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where a report goes, {@code -} for standard output; looked at before the load. */
final class ReportFile {

  static final String EXPECTED = " (expected: a file that can be written)";

  private ReportFile() {}

  /** Whether standard output is meant; then what is said to people goes to standard error. */
  static boolean isStandardOut(@Nullable Path file) {
    return file != null && file.toString().equals("-");
  }

  /** Writes the report there. */
  static void write(Path file, String report, PrintStream out) throws IOException {
    if (isStandardOut(file)) {
      out.print(report);
      out.flush();
    } else {
      Files.writeString(file, report);
    }
  }

  /** Whether it can be written; no file at all can be, as there is nothing to write. */
  static boolean isPossible(@Nullable Path file) {
    if (file == null || isStandardOut(file)) {
      return true;
    }
    Path folder = file.toAbsolutePath().getParent();
    return Files.exists(file)
        ? Files.isRegularFile(file) && Files.isWritable(file)
        : folder != null && Files.isWritable(folder);
  }
}
