package dev.letterlock.loadtest.ledger.fault;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What this machine has for faults that need more than a process can do by itself.
 *
 * @param limits whether {@code prlimit} is there
 * @param redis whether {@code redis-server} is there
 * @param network what stands against a network of the run's own, in words; null if nothing does
 * @param clock the library that gives processes a clock of their own, libfaketime; null if it is
 *     not there
 */
public record Means(boolean limits, boolean redis, @Nullable String network, @Nullable Path clock) {

  private static final Path LIBRARIES = Path.of("/usr/lib");
  private static final String CLOCK = "faketime/libfaketimeMT.so.1";

  /** Looks. */
  public static Means ofThisMachine() {
    return new Means(has("prlimit"), has("redis-server"), OwnNetwork.missing(), findClock());
  }

  /** What is missing for faults of this kind, in words; null if nothing is. */
  public @Nullable String missingFor(FaultKind kind) {
    return switch (kind) {
      case FULL, DATABASE_FULL -> limits ? null : "prlimit (Debian: apt-get install util-linux)";
      case CLOCK -> clock == null ? "libfaketime (Debian: apt-get install libfaketime)" : null;
      case ISOLATE, PARTITION, LOSS, NARROW -> network;
      case KILL,
          RESTART,
          FREEZE,
          CUT,
          STRAND,
          HOLD,
          DELAY,
          CRASH,
          STALL,
          REJECT,
          STORM,
          ROLL,
          REDIS_KILL,
          REDIS_TAIL,
          REDIS_FREEZE,
          REDIS_PROMOTE,
          DATABASE_KILL ->
          null;
    };
  }

  /** What is missing for several nodes, in words; null if nothing is. */
  public @Nullable String missingForNodes() {
    return redis ? null : "redis-server (Debian: apt-get install redis-server)";
  }

  /** Debian keeps it in a folder of the processor's name. */
  private static @Nullable Path findClock() {
    try (DirectoryStream<Path> processors = Files.newDirectoryStream(LIBRARIES, "*-linux-gnu")) {
      for (Path processor : processors) {
        Path library = processor.resolve(CLOCK);
        if (Files.isReadable(library)) {
          return library;
        }
      }
      return null;
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean has(String program) {
    String path = System.getenv("PATH");
    return path != null
        && Arrays.stream(path.split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
