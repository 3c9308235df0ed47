package dev.letterlock.whole;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
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
  private static final String MARK = "tripped";

  private static final AtomicInteger PASSED = new AtomicInteger();
  private static volatile int fatal;

  private Tripwire() {}

  /**
   * Ends the process, as {@code kill -9} does, at one of the first calls; once in a run, so that
   * another server lives to the end.
   *
   * @param most the latest of them
   */
  public static void pass(int most) {
    int call = PASSED.incrementAndGet();
    if (call == 1) {
      fatal = ThreadLocalRandom.current().nextInt(most) + 1;
    }
    if (call == fatal && isFirst()) {
      Runtime.getRuntime().halt(DEAD);
    }
  }

  /** Whether a server of the run with this folder has died so. */
  static boolean hasTripped(Path run) {
    return Files.exists(run.resolve(MARK));
  }

  /** All servers of a run have their directories side by side. */
  private static boolean isFirst() {
    try {
      Files.createFile(Path.of("").toAbsolutePath().resolveSibling(MARK));
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
