package dev.letterlock.loadtest.ledger.fault;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What this machine has for faults that need more than a process can do by itself.
 *
 * @param limits whether {@code prlimit} is there
 * @param redis whether {@code redis-server} is there
 */
public record Means(boolean limits, boolean redis) {

  /** Looks. */
  public static Means ofThisMachine() {
    return new Means(has("prlimit"), has("redis-server"));
  }

  /** What is missing for faults of this kind, in words; null if nothing is. */
  public @Nullable String missingFor(FaultKind kind) {
    return switch (kind) {
      case FULL -> limits ? null : "prlimit (Debian: apt-get install util-linux)";
      case KILL,
          RESTART,
          FREEZE,
          CUT,
          STRAND,
          HOLD,
          DELAY,
          CRASH,
          STALL,
          REDIS_KILL,
          REDIS_FREEZE,
          DATABASE_KILL ->
          null;
    };
  }

  /** What is missing for several nodes, in words; null if nothing is. */
  public @Nullable String missingForNodes() {
    return redis ? null : "redis-server (Debian: apt-get install redis-server)";
  }

  private static boolean has(String program) {
    String path = System.getenv("PATH");
    return path != null
        && Arrays.stream(path.split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
