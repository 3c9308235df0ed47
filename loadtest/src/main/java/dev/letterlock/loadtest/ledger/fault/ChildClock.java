package dev.letterlock.loadtest.ledger.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The wall clock of a process, right until it is set; intervals are measured as ever. The library
 * libfaketime stands between the process and the machine's clock. One thread.
 */
final class ChildClock {

  private static final Path SHARED_MEMORY = Path.of("/dev/shm");
  private static final int LOOKS_EVERY_SECONDS = 1;
  private static final long NOTICED_MILLIS = 1_100;

  private final Path library;
  private final Path file;

  /**
   * Prepares a clock.
   *
   * @param file from which the process learns how wrong its clock is; made
   */
  ChildClock(Path library, Path file) throws IOException {
    this.library = library;
    this.file = file;
    write(Duration.ZERO);
  }

  /** What the process needs in its environment. */
  Map<String, String> variables() {
    return Map.of(
        "LD_PRELOAD", library.toString(),
        "FAKETIME_TIMESTAMP_FILE", file.toString(),
        "FAKETIME_CACHE_DURATION", Integer.toString(LOOKS_EVERY_SECONDS),
        "FAKETIME_DONT_FAKE_MONOTONIC", "1",
        // Its correction for old C libraries makes every timed wait of a newer one return at once.
        "FAKETIME_FORCE_MONOTONIC_FIX", "0");
  }

  /** Returns when the process has had the time to notice that its clock is wrong by this. */
  void set(Duration wrongBy) throws IOException, InterruptedException {
    write(wrongBy);
    TimeUnit.MILLISECONDS.sleep(NOTICED_MILLIS);
  }

  /** Removes what the library leaves of a process that had no time to tidy up. */
  static void tidyUpAfter(long pid) {
    try {
      Files.deleteIfExists(SHARED_MEMORY.resolve("faketime_shm_" + pid));
      Files.deleteIfExists(SHARED_MEMORY.resolve("sem.faketime_sem_" + pid));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The process never sees half of it. */
  private void write(Duration wrongBy) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.writeString(next, "%+d%n".formatted(wrongBy.toSeconds()));
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
