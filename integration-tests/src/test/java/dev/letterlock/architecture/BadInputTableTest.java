package dev.letterlock.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.protocol.CloseCode;
import dev.letterlock.protocol.ErrorCode;
import dev.letterlock.server.api.ApiProblem;
import dev.letterlock.server.http.HttpProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table "Bad input" of docs/ARCHITECTURE.md names codes and tests that there are. */
class BadInputTableTest {
  private static final Path ROOT = Path.of("..");
  private static final String BEGIN = "<!-- bad-input:begin -->\n";
  private static final String END = "<!-- bad-input:end -->";

  /** With what an answer begins that is no code: a frame, an exit code, or what a person sees. */
  private static final List<String> ANSWERS =
      List.of(
          "RosterMismatch",
          "Gap: new epoch",
          "exit 69",
          "exit 78",
          "accepted and lost 0",
          "refused in words",
          "put aside, shown once",
          "fetched again",
          "gets nothing",
          "told; after a comparison nothing is sent",
          "an alarm",
          "shown harmlessly");

  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
  private static final Pattern TEST_METHOD =
      Pattern.compile("^  void (\\w+)\\(", Pattern.MULTILINE);
  private static final int HEAD_ROWS = 2;
  private static final int ANSWER = 2;
  private static final int TESTS = 3;

  @Test
  void namesCodesThatAreSent() throws IOException {
    Set<String> codes = codes();

    assertThat(rows())
        .isNotEmpty()
        .allSatisfy(row -> assertThat(codes).containsAll(quoted(row, ANSWER)))
        .allMatch(row -> !quoted(row, ANSWER).isEmpty() || namesAnAnswer(row));
  }

  private static boolean namesAnAnswer(String row) {
    String answer = row.split("\\|", -1)[ANSWER].strip();
    return ANSWERS.stream().anyMatch(answer::startsWith);
  }

  @Test
  void namesTestsThatRun() throws IOException {
    Set<String> tests = tests();

    assertThat(rows())
        .allSatisfy(row -> assertThat(quoted(row, TESTS)).isNotEmpty().isSubsetOf(tests));
  }

  private static List<String> rows() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/ARCHITECTURE.md"));
    return page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END))
        .lines()
        .skip(HEAD_ROWS)
        .toList();
  }

  private static List<String> quoted(String row, int column) {
    return QUOTED
        .matcher(row.split("\\|", -1)[column])
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }

  private static Set<String> codes() {
    return Stream.of(
            Arrays.stream(CloseCode.values()).map(CloseCode::reason),
            Arrays.stream(ErrorCode.values()).map(ErrorCode::name),
            Arrays.stream(ApiProblem.values()).map(ApiProblem::code),
            Arrays.stream(HttpProblem.values()).map(HttpProblem::code))
        .flatMap(names -> names)
        .collect(Collectors.toSet());
  }

  /** Every test method of every module, each as {@code Class.method}. */
  private static Set<String> tests() throws IOException {
    Set<String> found = new HashSet<>();
    try (Stream<Path> files = Files.walk(ROOT)) {
      for (Path file : files.filter(BadInputTableTest::isTest).toList()) {
        String type = file.getFileName().toString().replace(".java", ".");
        TEST_METHOD
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
        && (path.endsWith("Test.java") || path.endsWith("IT.java"));
  }
}
