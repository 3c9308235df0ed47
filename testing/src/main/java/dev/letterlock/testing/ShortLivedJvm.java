package dev.letterlock.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The Java that tests run in, once more, for a program that lives for seconds: the second tier of
 * the JIT and a parallel collector would cost it more CPU than they save.
 */
public final class ShortLivedJvm {
  private static final List<String> FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseCompactObjectHeaders",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private ShortLivedJvm() {}

  /** Java and its flags, in a new list; a class path and the main class are to follow. */
  public static List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    return command;
  }

  /** The class path of the running tests, whatever jar stands for it. */
  public static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }
}
