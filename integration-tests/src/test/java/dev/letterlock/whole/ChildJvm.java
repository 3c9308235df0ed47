package dev.letterlock.whole;

import dev.letterlock.testing.ShortLivedJvm;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * How the project's programs are started in JVMs of their own: with what makes a start cheap, most
 * of all a cache of a server's loaded classes (JEP 514), which saves 1.4 of its 3.3 seconds of CPU.
 * One server makes it for all test runs of a build; a JVM that it does not fit starts without it.
 */
final class ChildJvm {
  private static final List<String> QUIET = List.of("-Xlog:aot=off", "-Xlog:cds=off");
  private static final String SERVER = "dev.letterlock.server.Main";
  private static final Path CACHE = Path.of("target", "server.aot").toAbsolutePath();

  /** Jars first: a cache is of jars, and fits where they are the beginning of the path. */
  private static final List<Path> CLASS_PATH =
      Stream.of(ShortLivedJvm.classPath().split(File.pathSeparator))
          .map(Path::of)
          .sorted((one, other) -> Boolean.compare(isJar(other), isJar(one)))
          .toList();

  private ChildJvm() {}

  /** Java and its flags, in a new list; the main class is to follow. */
  static List<String> command(String... flags) {
    return command(Cache.FLAGS, CLASS_PATH, flags);
  }

  /** The same, with classes that are found before the project's own; such a start is slow. */
  static List<String> commandWith(Path changed, String... flags) {
    List<Path> path = Stream.concat(Stream.of(changed), CLASS_PATH.stream()).toList();
    return command(List.of(), path, flags);
  }

  private static List<String> command(List<String> cache, List<Path> path, String... flags) {
    List<String> command = ShortLivedJvm.command();
    command.addAll(QUIET);
    command.addAll(cache);
    command.addAll(Arrays.asList(flags));
    command.add("-cp");
    command.add(String.join(File.pathSeparator, path.stream().map(Path::toString).toList()));
    return command;
  }

  private static boolean isJar(Path entry) {
    return entry.toString().endsWith(".jar");
  }

  /** Made when the first child starts. */
  private static final class Cache {
    private static final List<String> FLAGS = flags();

    private static List<String> flags() {
      List<Path> jars = CLASS_PATH.stream().filter(ChildJvm::isJar).toList();
      // Not while the modules are directories of classes, as in an IDE.
      if (jars.stream().noneMatch(jar -> jar.getFileName().toString().startsWith("letterlock-"))) {
        return List.of();
      }
      try (FileChannel lock = openLock();
          var _ = lock.lock()) {
        if (isOlderThanAny(jars)) {
          make(jars);
        }
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException("the cache of a server's classes cannot be made", e);
      }
      return List.of("-XX:AOTCache=" + CACHE);
    }

    private static FileChannel openLock() throws IOException {
      return FileChannel.open(
          CACHE.resolveSibling("server.aot.lock"),
          StandardOpenOption.CREATE,
          StandardOpenOption.WRITE);
    }

    private static boolean isOlderThanAny(List<Path> jars) throws IOException {
      if (!Files.exists(CACHE)) {
        return true;
      }
      for (Path jar : jars) {
        if (Files.getLastModifiedTime(jar).compareTo(Files.getLastModifiedTime(CACHE)) > 0) {
          return true;
        }
      }
      return false;
    }

    private static void make(List<Path> jars) throws IOException, InterruptedException {
      Path folder = Files.createTempDirectory(CACHE.getParent(), "server-aot");
      Path made = folder.resolve("made");
      List<String> command = command(List.of("-XX:AOTCacheOutput=" + made), jars, "-Xmx512m");
      command.addAll(List.of(SERVER, "serve", "--port=0", "--management-port=0"));
      command.add("--data-dir=" + folder.resolve("data"));
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().clear();
      Process server = builder.start();
      try (BufferedReader said = server.inputReader()) {
        String line = said.readLine();
        while (line != null && !line.contains("Ctrl-C")) {
          line = said.readLine();
        }
        // Not by destroy() of the process, which would close what it says on its way out.
        server.toHandle().destroy();
        said.lines().forEach(_ -> {});
      }
      server.waitFor();
      Files.move(made, CACHE, StandardCopyOption.ATOMIC_MOVE);
    }
  }
}
