package dev.letterlock.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.server.limits.RateLimit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of docs/THREAT-MODEL.md names tests and limits that there are, and leaves none out. */
class ThreatModelTest {
  private static final Path ROOT = Path.of("..");
  private static final String PREFIX = "LIMIT_";

  /** What a reader may look for. */
  private static final List<String> EXPECTED =
      List.of(
          "slow-loris on HTTP",
          "slow-loris on TLS",
          "slow-loris on WebSocket",
          "half-open sockets",
          "thousands of connections from one address",
          "handshake floods",
          "login brute force",
          "enumeration by answer",
          "enumeration by time",
          "pages of other origins",
          "requests beyond the header and URL limits",
          "JWT algorithm confusion",
          "refresh reuse",
          "decompression bombs",
          "log injection",
          "path traversal",
          "Redis operator injection",
          "Mongo operator injection");

  private static final int THREAT = 1;
  private static final int ANSWER = 2;
  private static final int FAILS = 3;
  private static final int TESTS = 4;

  @Test
  void hasARowForEachThreatThatIsLookedFor() throws IOException {
    List<String> threats = rows().stream().map(row -> MarkedTable.cell(row, THREAT)).toList();

    assertThat(EXPECTED).allMatch(wanted -> threats.stream().anyMatch(t -> t.startsWith(wanted)));
  }

  @Test
  void namesTestsThatRun() throws IOException {
    Set<String> tests = TestMethods.below(ROOT);

    assertThat(rows())
        .allSatisfy(
            row -> assertThat(MarkedTable.quoted(row, TESTS)).isNotEmpty().isSubsetOf(tests));
  }

  @Test
  void namesEveryLimitOnce() throws IOException {
    assertThat(rows().stream().flatMap(row -> limits(row).stream()))
        .containsExactlyInAnyOrder(RateLimit.values());
  }

  @Test
  void tellsWhatBecomesOfEachLimit() throws IOException {
    assertThat(rows().stream().filter(row -> !limits(row).isEmpty()))
        .isNotEmpty()
        .allSatisfy(row ->
            assertThat(new HashSet<>(MarkedTable.quoted(row, FAILS)))
                .isEqualTo(
                    limits(row).stream().map(ThreatModelTest::fails).collect(Collectors.toSet())));
  }

  private static List<RateLimit> limits(String row) {
    return MarkedTable.quoted(row, ANSWER).stream()
        .filter(name -> name.startsWith(PREFIX))
        .map(name -> name.substring(PREFIX.length()))
        .filter(name -> Arrays.stream(RateLimit.values()).anyMatch(l -> l.name().equals(name)))
        .map(RateLimit::valueOf)
        .toList();
  }

  private static String fails(RateLimit limit) {
    return switch (limit.whenAway()) {
      case COUNT_ALONE -> "open";
      case REFUSE -> "closed";
      case NEVER_SHARED -> "local";
    };
  }

  private static List<String> rows() throws IOException {
    return MarkedTable.rows(ROOT.resolve("docs/THREAT-MODEL.md"), "threats");
  }
}
