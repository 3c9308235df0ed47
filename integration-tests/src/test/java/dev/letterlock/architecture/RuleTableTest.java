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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The second table of docs/E2EE.md §1 names, for each rule, vectors and tests that there are and in
 * which the rule refuses something.
 */
class RuleTableTest {
  private static final Path ROOT = Path.of("..");
  private static final Path VECTORS = ROOT.resolve("docs/vectors");
  private static final Pattern VECTOR_RULE = Pattern.compile("\"rule\" : \"(R\\d+)\"");
  private static final Pattern FAULTY_FUNCTION =
      Pattern.compile("crypto_?core_?ed25519", Pattern.CASE_INSENSITIVE);
  private static final int RULES = 17;
  private static final int RULE = 1;
  private static final int FILES = 2;
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
    List<Path> files;
    try (Stream<Path> all = Files.list(VECTORS)) {
      files = all.toList();
    }
    for (String row : rows()) {
      assertThat(MarkedTable.quoted(row, FILES))
          .as(row)
          .containsExactlyInAnyOrderElementsOf(holding(files, MarkedTable.cell(row, RULE)));
    }
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

  private static List<String> holding(List<Path> files, String rule) throws IOException {
    List<String> names = new ArrayList<>();
    for (Path file : files) {
      Set<String> rules =
          VECTOR_RULE
              .matcher(Files.readString(file))
              .results()
              .map((MatchResult match) -> match.group(1))
              .collect(Collectors.toSet());
      if (rules.contains(rule)) {
        names.add(file.getFileName().toString().replace(".json", ""));
      }
    }
    return names;
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
