package dev.letterlock.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.protocol.CloseCode;
import dev.letterlock.protocol.ErrorCode;
import dev.letterlock.server.api.ApiProblem;
import dev.letterlock.server.http.HttpProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table "Bad input" of docs/ARCHITECTURE.md names codes and tests that there are. */
class BadInputTableTest {
  private static final Path ROOT = Path.of("..");

  /** With what an answer begins that is no code: a frame, an exit code, or what a person sees. */
  private static final List<String> ANSWERS =
      List.of(
          "RosterMismatch",
          "Gap: new epoch",
          "exit 69",
          "exit 74",
          "exit 78",
          "accepted and lost 0",
          "refused in words",
          "put aside, shown once",
          "passed over without a word",
          "fetched again",
          "gets nothing",
          "told; after a comparison nothing is sent",
          "an alarm",
          "shown harmlessly");

  private static final int ANSWER = 2;
  private static final int TESTS = 3;

  @Test
  void namesCodesThatAreSent() throws IOException {
    Set<String> codes = codes();

    assertThat(rows())
        .isNotEmpty()
        .allSatisfy(row -> assertThat(codes).containsAll(MarkedTable.quoted(row, ANSWER)))
        .allMatch(row -> !MarkedTable.quoted(row, ANSWER).isEmpty() || namesAnAnswer(row));
  }

  private static boolean namesAnAnswer(String row) {
    String answer = MarkedTable.cell(row, ANSWER);
    return ANSWERS.stream().anyMatch(answer::startsWith);
  }

  @Test
  void namesTestsThatRun() throws IOException {
    Set<String> tests = TestMethods.below(ROOT);

    assertThat(rows())
        .allSatisfy(
            row -> assertThat(MarkedTable.quoted(row, TESTS)).isNotEmpty().isSubsetOf(tests));
  }

  private static List<String> rows() throws IOException {
    return MarkedTable.rows(ROOT.resolve("docs/ARCHITECTURE.md"), "bad-input");
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
}
