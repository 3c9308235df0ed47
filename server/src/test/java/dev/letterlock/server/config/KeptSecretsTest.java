package dev.letterlock.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.letterlock.server.config.value.JwtKey;
import dev.letterlock.settings.ConfigException;
import dev.letterlock.settings.Sources;
import dev.letterlock.settings.value.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptSecretsTest {
  private static final ServerConfig.Auth NOTHING_SET = auth(Map.of());

  @TempDir Path folder;

  @Test
  void makesSecretsOnceAndKeepsThem() {
    Secret token = kept().adminToken(NOTHING_SET);
    List<JwtKey> keys = kept().jwtKeys(NOTHING_SET);

    assertThat(kept().adminToken(NOTHING_SET)).isEqualTo(token);
    assertThat(kept().jwtKeys(NOTHING_SET).getFirst().bytes()).isEqualTo(keys.getFirst().bytes());
  }

  @Test
  void keepsThemForTheOwnerOnly() throws Exception {
    kept().adminToken(NOTHING_SET);
    kept().jwtKeys(NOTHING_SET);

    try (var files = Files.list(folder.resolve("data"))) {
      assertThat(files)
          .hasSize(2)
          .allSatisfy(file ->
              assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                  .isEqualTo("rw-------"));
    }
  }

  @Test
  void prefersWhatIsConfiguredAndThenKeepsNothing() {
    String token = "0123456789-0123456789-0123456789";

    assertThat(kept().adminToken(auth(Map.of("ADMIN_TOKEN", token))).expose()).isEqualTo(token);
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void namesADamagedFile() throws Exception {
    Files.createDirectories(folder.resolve("data"));
    Files.writeString(folder.resolve("data/jwt-secret"), "cut");

    assertThatThrownBy(() -> kept().jwtKeys(NOTHING_SET))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("JWT_SECRET")
        .hasMessageContaining("jwt-secret");
  }

  @Test
  void namesADirectoryThatCannotBeMade() throws Exception {
    Files.writeString(folder.resolve("data"), "a file where the directory should be");

    assertThatThrownBy(() -> kept().adminToken(NOTHING_SET))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("Make DATA_DIR writable");
  }

  private KeptSecrets kept() {
    return new KeptSecrets(folder.resolve("data"), new SecureRandom());
  }

  private static ServerConfig.Auth auth(Map<String, String> environment) {
    return ConfigReader.read(new Sources(Map.of(), environment, Map.of())).auth();
  }
}
