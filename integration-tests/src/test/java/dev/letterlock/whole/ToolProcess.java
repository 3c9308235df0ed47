package dev.letterlock.whole;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A program of the machine that stands beside servers, where it is installed. */
final class ToolProcess implements AutoCloseable {
  private final Process process;
  private final Path output;

  private ToolProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** Where a program is; skips the test, and says so, on a machine that has none. */
  static String require(String name) {
    Optional<String> found = find(name);
    if (found.isEmpty()) {
      System.getLogger("skipped").log(System.Logger.Level.WARNING, "needs {0}", name);
    }
    Assumptions.assumeTrue(found.isPresent(), "skipped: needs " + name);
    return found.orElseThrow();
  }

  static ToolProcess start(Path output, List<String> command) throws IOException {
    return new ToolProcess(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start(),
        output);
  }

  /** Runs a program to its end and returns what it printed, with its exit code in front. */
  static String run(Path output, String... command) throws IOException, InterruptedException {
    try (ToolProcess tool = start(output, List.of(command))) {
      if (!tool.process.waitFor(1, TimeUnit.MINUTES)) {
        return "did not end: " + tool.printed();
      }
      return tool.process.exitValue() + "\n" + tool.printed();
    }
  }

  boolean alive() {
    return process.isAlive();
  }

  String printed() throws IOException {
    return Files.readString(output);
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  private static Optional<String> find(String name) {
    List<String> folders =
        new ArrayList<>(
            Arrays.asList(
                Map.copyOf(System.getenv()).getOrDefault("PATH", "").split(File.pathSeparator)));
    folders.add("/usr/sbin");
    return folders.stream()
        .flatMap(folder -> Stream.of(Path.of(folder, name)))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }
}
