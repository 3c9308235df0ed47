package dev.letterlock.server.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RateLimitTest {

  @Test
  void documentationHoldsTheSameTable() throws IOException {
    String page = Files.readString(Path.of("../docs/OPERATIONS.md"));

    assertThat(page).contains("<!-- begin: limits -->\n" + table() + "<!-- end -->");
  }

  private static String table() {
    return Arrays.stream(RateLimit.values())
        .map(RateLimitTest::row)
        .collect(
            Collectors.joining(
                "",
                "| Limit | Of | Burst | One back each | Counts |\n|---|---|---|---|---|\n",
                ""));
  }

  private static String row(RateLimit limit) {
    return "| `%s` | %s | %d | %s s | %s |\n"
        .formatted(
            limit.name(),
            limit.subject().name().toLowerCase(Locale.ROOT),
            limit.burst(),
            limit.interval().toMillis() / 1000.0,
            limit.meaning());
  }
}
