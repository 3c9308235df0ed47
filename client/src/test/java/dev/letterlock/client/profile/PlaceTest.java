package dev.letterlock.client.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlaceTest {
  private static final Path SOURCES = Path.of("src/main/java/dev/letterlock/client/profile");
  private static final Pattern KIND =
      Pattern.compile("private static final int ([A-Z_]+) = (\\d+);");
  private static final Pattern USE =
      Pattern.compile("Place\\.of\\(\\s*Shelf\\.([A-Z_]+),\\s*([A-Z_]+)");

  /** Two that share one would be read as each other. */
  @Test
  void givesEachKindOfRecordOfAShelfANumberOfItsOwn() throws IOException {
    Map<String, Set<String>> users = new TreeMap<>();
    for (Path source : sources()) {
      String text = Files.readString(source);
      Map<String, String> kinds =
          KIND.matcher(text)
              .results()
              .collect(Collectors.toMap(found -> found.group(1), found -> found.group(2)));
      for (MatchResult use : USE.matcher(text).results().toList()) {
        assertThat(kinds).as("kinds of %s", source).containsKey(use.group(2));
        users
            .computeIfAbsent(use.group(1) + " " + kinds.get(use.group(2)), _ -> new TreeSet<>())
            .add(source.getFileName() + " " + use.group(2));
      }
    }

    assertThat(users).hasSizeGreaterThan(30);
    assertThat(users).allSatisfy((kind, by) -> assertThat(by).as(kind).hasSize(1));
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.list(SOURCES)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }
}
