package dev.letterlock.server.net.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class UpgradeRefusalTest {

  @Test
  void documentationHoldsTheSameTable() throws IOException {
    assertThat(Files.readString(Path.of("../docs/PROTOCOL.md")))
        .contains("<!-- upgrade-codes:begin -->\n" + table() + "<!-- upgrade-codes:end -->");
  }

  private static String table() {
    return Arrays.stream(UpgradeRefusal.values())
        .map(refusal ->
            "| %d | `%s` | %s |\n".formatted(refusal.status(), refusal.code(), refusal.meaning()))
        .collect(Collectors.joining("", "| Status | Code | |\n|---|---|---|\n", ""));
  }
}
