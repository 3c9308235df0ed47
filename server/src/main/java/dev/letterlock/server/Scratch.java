package dev.letterlock.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory for trials inside another that may not exist yet. Closing it removes it with all that
 * it holds, and every directory that was made for it unless somebody has put something there.
 */
final class Scratch implements AutoCloseable {
  private final Path path;
  private final List<Path> made;

  private Scratch(Path path, List<Path> made) {
    this.path = path;
    this.made = made;
  }

  /**
   * Makes one.
   *
   * @throws IOException if {@code directory} cannot be made or written
   */
  static Scratch in(Path directory) throws IOException {
    List<Path> missing = missing(directory);
    try {
      Files.createDirectories(directory);
      return new Scratch(Files.createTempDirectory(directory, "trial"), missing);
    } catch (IOException e) {
      missing.forEach(Scratch::delete);
      throw e;
    }
  }

  Path path() {
    return path;
  }

  @Override
  public void close() {
    try (Stream<Path> inside = Files.walk(path)) {
      inside.sorted(Comparator.reverseOrder()).forEach(Scratch::delete);
    } catch (IOException e) {
      // What cannot be listed is left behind, and is of no harm there.
    }
    made.forEach(Scratch::delete);
  }

  /** The deepest first. */
  private static List<Path> missing(Path directory) {
    List<Path> missing = new ArrayList<>();
    Path at = directory.toAbsolutePath().normalize();
    while (at != null && !Files.exists(at)) {
      missing.add(at);
      at = at.getParent();
    }
    return missing;
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // Somebody else uses it by now.
    }
  }
}
