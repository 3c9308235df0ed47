package dev.letterlock.crypto.primitive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A process of its own that loads libsodium and then lists its temporary directory. */
final class LoadingProgram {

  private LoadingProgram() {}

  public static void main(String[] arguments) throws IOException {
    try {
      System.out.println("loaded " + Sodium.load().version());
    } catch (SodiumException e) {
      System.out.println(e.getMessage());
    }
    try (Stream<Path> left = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      left.forEach(file -> System.out.println("left " + file));
    }
  }
}
