package dev.letterlock.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.settings.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigTextTest {
  private static final Path ROOT = Path.of("..");
  private static final String BEGIN = "<!-- begin: ./letterlock config table -->\n";
  private static final String END = "<!-- end -->";

  @Test
  void agreesWithTheExampleFile() throws IOException {
    assertThat(ROOT.resolve(".env.example"))
        .as("regenerate with: ./letterlock config example > .env.example")
        .content()
        .isEqualTo(ConfigText.example());
  }

  @Test
  void agreesWithTheTableForOperators() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/OPERATIONS.md"));
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END, begin);

    assertThat(page.substring(begin + BEGIN.length(), end))
        .as("regenerate with: ./letterlock config table")
        .isEqualTo(ConfigText.table());
  }

  @Test
  void showsOriginsAndHidesSecrets() {
    String token = "0123456789-0123456789-0123456789";
    Sources sources =
        new Sources(Map.of("PORT", "0"), Map.of("ADMIN_TOKEN", token), Map.of("BIND", "::1"));

    assertThat(ConfigText.shown(sources))
        .hasSameSizeAs(Keys.ALL)
        .contains(
            new ConfigText.Shown("PORT", "0", "flag"),
            new ConfigText.Shown("ADMIN_TOKEN", "***", "environment"),
            new ConfigText.Shown("BIND", "::1", ".env"),
            new ConfigText.Shown("DURABILITY", "sync", "default"),
            new ConfigText.Shown("MONGODB_URI", "(embedded, in DATA_DIR)", "default"));
  }
}
