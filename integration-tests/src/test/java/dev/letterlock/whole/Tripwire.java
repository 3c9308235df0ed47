package dev.letterlock.whole;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands at a moment in which a server shall die; only classes that {@link Sabotage} changed call
 * it.
 */
public final class Tripwire {
  private static final int DEAD = 137;
  private static final String MARK = "tripped-";

  private static final AtomicInteger PASSED = new AtomicInteger();
  private static volatile int fatal;

  private Tripwire() {}

  /**
   * Ends the process, as {@code kill -9} does, at one of the first calls.
   *
   * @param most the latest of them
   */
  public static void pass(int most) {
    int call = PASSED.incrementAndGet();
    if (call == 1) {
      fatal = ThreadLocalRandom.current().nextInt(most) + 1;
    }
    if (call >= fatal && fatal > 0) {
      leaveMark();
      Runtime.getRuntime().halt(DEAD);
    }
  }

  /** How many processes that ran below a directory died so. */
  static long deaths(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return files.filter(file -> file.getFileName().toString().startsWith(MARK)).count();
    }
  }

  private static void leaveMark() {
    try {
      Files.createFile(Path.of(MARK + ProcessHandle.current().pid()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
