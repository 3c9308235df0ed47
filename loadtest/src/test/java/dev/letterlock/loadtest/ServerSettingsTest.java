package dev.letterlock.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.letterlock.loadtest.provision.RunFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerSettingsTest {
  @TempDir private Path folder;

  @Test
  void looksWhereAServerIsThatNothingWasSaidTo() throws IOException {
    Files.createDirectory(folder.resolve("data"));
    Files.writeString(folder.resolve("data/admin-token"), "kept\n");

    ServerSettings settings = ServerSettings.in(folder, Map.of());

    assertThat(settings.url()).hasToString("http://127.0.0.1:8080");
    assertThat(settings.managementUrl()).hasToString("http://127.0.0.1:8081");
    assertThat(settings.adminToken().value()).isEqualTo("kept");
  }

  @Test
  void followsTheServersDotEnv() throws IOException {
    Files.createDirectory(folder.resolve("elsewhere"));
    Files.writeString(folder.resolve("elsewhere/admin-token"), "kept elsewhere");
    Files.writeString(
        folder.resolve(".env"),
        "DATA_DIR=elsewhere\nPORT=9443\nMANAGEMENT_PORT=9081\nBIND=0.0.0.0\nTLS_CERT=c.pem\n");

    ServerSettings settings = ServerSettings.in(folder, Map.of());

    assertThat(settings.url()).hasToString("https://127.0.0.1:9443");
    assertThat(settings.managementUrl()).hasToString("http://127.0.0.1:9081");
    assertThat(settings.adminToken().value()).isEqualTo("kept elsewhere");
  }

  @Test
  void prefersTheEnvironmentToDotEnv() throws IOException {
    Files.writeString(folder.resolve("token"), "of a file");
    Files.writeString(folder.resolve(".env"), "PORT=1\nBIND=::1\nADMIN_TOKEN=of-dot-env\n");

    ServerSettings settings =
        ServerSettings.in(folder, Map.of("PORT", "2", "ADMIN_TOKEN_FILE", "token"));

    assertThat(settings.url()).hasToString("http://[::1]:2");
    assertThat(settings.adminToken().value()).isEqualTo("of a file");
    assertThat(ServerSettings.in(folder, Map.of()).adminToken().value()).isEqualTo("of-dot-env");
    assertThat(settings.toString()).doesNotContain("of-dot-env");
  }

  @Test
  void saysInWordsWhatItCannotUse() throws IOException {
    Files.writeString(folder.resolve(".env"), "PORT=http\nDATA_DIR=nowhere\n");

    ServerSettings settings = ServerSettings.in(folder, Map.of());

    assertThatThrownBy(settings::url).isInstanceOf(RunFailure.class).hasMessageContaining("PORT");
    assertThatThrownBy(settings::adminToken)
        .isInstanceOf(RunFailure.class)
        .hasMessageContaining("nowhere");
  }
}
