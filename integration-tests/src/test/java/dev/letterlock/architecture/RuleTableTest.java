package dev.letterlock.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The second table of docs/E2EE.md §1 names, for each rule, vectors and tests that there are and in
 * which the rule refuses something; the third names cases that have to be among those vectors.
 */
class RuleTableTest {
  private static final Path ROOT = Path.of("..");
  private static final Path VECTORS = ROOT.resolve("docs/vectors");
  private static final Pattern VECTOR_CASE =
      Pattern.compile("\"name\" : \"([^\"]*)\",\\s*\"rule\" : \"(R\\d+)\"");

  /** Rules about what is sent, asked for or called: there are no bytes to be refused. */
  private static final Set<String> WITHOUT_BYTES = Set.of("R6", "R7", "R15", "R16");

  private static final Pattern FAULTY_FUNCTION =
      Pattern.compile("crypto_?core_?ed25519", Pattern.CASE_INSENSITIVE);
  private static final int RULES = 17;
  private static final int RULE = 1;
  private static final int FILES = 2;
  private static final int CASES = 2;
  private static final int TESTS = 3;
  private static final int MISSING = 4;

  @Test
  void namesEveryRule() throws IOException {
    assertThat(rows())
        .extracting(row -> MarkedTable.cell(row, RULE))
        .isEqualTo(IntStream.rangeClosed(1, RULES).mapToObj(number -> "R" + number).toList());
  }

  @Test
  void namesTheVectorsOfEachRule() throws IOException {
    List<Path> files = vectors();
    for (String row : rows()) {
      assertThat(MarkedTable.quoted(row, FILES))
          .as(row)
          .containsExactlyInAnyOrderElementsOf(holding(files, MarkedTable.cell(row, RULE)));
    }
  }

  @Test
  void namesCasesOfEachRuleThatRefusesBytes() throws IOException {
    List<String> rules = new ArrayList<>();
    for (String row : MarkedTable.rows(ROOT.resolve("docs/E2EE.md"), "cases")) {
      String rule = MarkedTable.cell(row, RULE);
      rules.add(rule);
      List<String> held = new ArrayList<>();
      for (Path file : vectors()) {
        held.addAll(casesOf(rule, file));
      }
      assertThat(MarkedTable.quoted(row, CASES)).as(rule).isNotEmpty().isSubsetOf(held);
    }
    assertThat(rules)
        .isEqualTo(
            rows().stream()
                .map(row -> MarkedTable.cell(row, RULE))
                .filter(rule -> !WITHOUT_BYTES.contains(rule))
                .toList());
  }

  @Test
  void namesTestsThatRun() throws IOException {
    Set<String> tests = TestMethods.below(ROOT);

    assertThat(rows())
        .allSatisfy(row -> assertThat(MarkedTable.quoted(row, TESTS)).isSubsetOf(tests));
  }

  @Test
  void saysWhyARuleHasNoTest() throws IOException {
    assertThat(rows())
        .allMatch(row ->
            !MarkedTable.quoted(row, TESTS).isEmpty() || !MarkedTable.cell(row, MISSING).isEmpty());
  }

  /** R16: CVE-2025-69277 is in crypto_core_ed25519_is_valid_point of the bundled library. */
  @Test
  void neverReachesTheFaultyFunction() throws IOException {
    List<String> sources = mainSources();

    assertThat(sources).anyMatch(source -> source.contains("crypto_generichash"));
    assertThat(sources).noneMatch(source -> FAULTY_FUNCTION.matcher(source).find());
  }

  private static List<String> rows() throws IOException {
    return MarkedTable.rows(ROOT.resolve("docs/E2EE.md"), "rules");
  }

  private static List<Path> vectors() throws IOException {
    try (Stream<Path> all = Files.list(VECTORS)) {
      return all.toList();
    }
  }

  private static List<String> holding(List<Path> files, String rule) throws IOException {
    List<String> names = new ArrayList<>();
    for (Path file : files) {
      if (!casesOf(rule, file).isEmpty()) {
        names.add(file.getFileName().toString().replace(".json", ""));
      }
    }
    return names;
  }

  private static List<String> casesOf(String rule, Path file) throws IOException {
    return VECTOR_CASE
        .matcher(Files.readString(file))
        .results()
        .filter((MatchResult match) -> match.group(2).equals(rule))
        .map((MatchResult match) -> match.group(1))
        .toList();
  }

  private static List<String> mainSources() throws IOException {
    List<String> sources = new ArrayList<>();
    try (Stream<Path> files = Files.walk(ROOT)) {
      for (Path file : files.filter(RuleTableTest::isMainSource).toList()) {
        sources.add(Files.readString(file));
      }
    }
    return sources;
  }

  private static boolean isMainSource(Path file) {
    return file.toString().contains("/src/main/java/") && file.toString().endsWith(".java");
  }
}
