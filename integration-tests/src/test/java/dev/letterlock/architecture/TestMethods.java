package dev.letterlock.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Every test method of every module, for documents that name some. */
final class TestMethods {

  private static final Pattern DECLARED =
      Pattern.compile("^  (?:default )?void (\\w+)\\(", Pattern.MULTILINE);

  private TestMethods() {}

  /** Each as {@code Class.method}. */
  static Set<String> below(Path root) throws IOException {
    Set<String> found = new HashSet<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(TestMethods::isTest).toList()) {
        String type = file.getFileName().toString().replace(".java", ".");
        DECLARED
            .matcher(Files.readString(file))
            .results()
            .forEach(match -> found.add(type + match.group(1)));
      }
    }
    return found;
  }

  private static boolean isTest(Path file) {
    String path = file.toString();
    return path.contains("/src/test/java/")
        && (path.endsWith("Test.java")
            || path.endsWith("IT.java")
            || path.endsWith("Contract.java"));
  }
}
