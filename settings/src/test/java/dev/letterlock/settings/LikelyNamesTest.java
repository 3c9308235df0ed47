package dev.letterlock.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LikelyNamesTest {
  private static final List<Key<?>> KEYS =
      List.of(
          SharedKeys.PORT,
          SharedKeys.BIND,
          SharedKeys.MANAGEMENT_PORT,
          SharedKeys.DATA_DIR,
          SharedKeys.ADMIN_TOKEN);

  @ParameterizedTest
  @CsvSource({
    "PROT, PORT",
    "port, PORT",
    "DATADIR, DATA_DIR",
    "DATA-DIR, DATA_DIR",
    "MANAGMENT_PORT, MANAGEMENT_PORT",
    "ADMIN_TOKEN_FIEL, ADMIN_TOKEN_FILE",
    "LETTERLOCK_PORT, PORT"
  })
  void namesTheKeyThatIsMeant(String given, String meant) {
    assertThat(warnings(given))
        .singleElement()
        .asString()
        .contains(given, "is " + meant + " meant?");
  }

  @Test
  void saysThatAnOwnNameDoesNothingHere() {
    assertThat(warnings("LETTERLOCK_JAVA_OPTS")).singleElement().asString().doesNotContain("meant");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PORT",
        "ADMIN_TOKEN_FILE",
        "POSTGRES_PORT",
        "POSTGRES_PASSWORD",
        "HOST",
        "PATH",
        "COMPOSE_PROJECT_NAME",
        "MONGO_INITDB_ROOT_PASSWORD"
      })
  void leavesNamesOfOthersAlone(String given) {
    assertThat(warnings(given)).isEmpty();
  }

  private static List<String> warnings(String name) {
    return new Sources(Map.of(), Map.of(), Map.of(name, "hunter2")).warnings(KEYS);
  }
}
