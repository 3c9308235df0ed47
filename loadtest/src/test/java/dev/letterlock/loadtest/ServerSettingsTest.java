package dev.letterlock.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.loadtest.provision.RunFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerSettingsTest {
  private static final String TOKEN = "0123456789-0123456789-0123456789";

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
    Path chain = Files.writeString(folder.resolve("c.pem"), "a chain");
    Files.writeString(
        folder.resolve(".env"),
        "DATA_DIR=elsewhere\nPORT=9443\nMANAGEMENT_PORT=9081\nBIND=0.0.0.0\nTLS_CERT="
            + chain
            + "\n");

    ServerSettings settings = ServerSettings.in(folder, Map.of());

    assertThat(settings.url()).hasToString("https://127.0.0.1:9443");
    assertThat(settings.managementUrl()).hasToString("http://127.0.0.1:9081");
    assertThat(settings.adminToken().value()).isEqualTo("kept elsewhere");
  }

  @Test
  void prefersTheEnvironmentToDotEnv() throws IOException {
    Path file = Files.writeString(folder.resolve("token"), "of-a-file-" + TOKEN);
    Files.writeString(folder.resolve(".env"), "PORT=1\nBIND=::1\nADMIN_TOKEN=" + TOKEN + "\n");

    ServerSettings settings =
        ServerSettings.in(folder, Map.of("PORT", "2", "ADMIN_TOKEN_FILE", file.toString()));

    assertThat(settings.url().port()).isEqualTo(2);
    assertThat(settings.url().toString()).startsWith("http://[").contains(":1]");
    assertThat(settings.adminToken().value()).isEqualTo("of-a-file-" + TOKEN);
    assertThat(settings.adminToken().toString()).doesNotContain(TOKEN);
    assertThat(ServerSettings.in(folder, Map.of()).adminToken().value()).isEqualTo(TOKEN);
  }

  @Test
  void refusesWhatTheServerRefusesAllAtOnce() throws IOException {
    Files.writeString(folder.resolve(".env"), "BIND=example.org\nhunter2\n");
    Map<String, String> environment =
        Map.of("PORT", "http", "ADMIN_TOKEN", TOKEN, "ADMIN_TOKEN_FILE", "/nowhere");

    RunFailure failure =
        Objects.requireNonNull(
            catchThrowableOfType(RunFailure.class, () -> ServerSettings.in(folder, environment)));

    assertThat(failure.exitCode()).isEqualTo(78);
    assertThat(failure)
        .hasMessageContaining("PORT (environment)")
        .hasMessageContaining("BIND (.env)")
        .hasMessageContaining(".env line 2")
        .hasMessageContaining("ADMIN_TOKEN and ADMIN_TOKEN_FILE are both set")
        .hasMessageNotContaining("hunter2")
        .hasMessageNotContaining(TOKEN);
  }

  @Test
  void knowsItsOwnAddressesByEitherName() {
    ServerSettings settings = ServerSettings.in(folder, Map.of("MANAGEMENT_PORT", "0"));

    assertThat(settings.isAt(ServerUrl.parse("http://127.0.0.1:8080"))).isTrue();
    assertThat(settings.isAt(ServerUrl.parse("http://localhost:8080/"))).isTrue();
    assertThat(settings.isAt(ServerUrl.parse("http://127.0.0.1:8090"))).isFalse();
    assertThat(settings.isAt(ServerUrl.parse("http://192.0.2.1:8080"))).isFalse();
    assertThat(settings.isManagedAt(ServerUrl.parse("http://127.0.0.1:8081"))).isFalse();
  }

  @Test
  void asksForTheUrlOfAServerOnAFreePort() {
    ServerSettings settings = ServerSettings.in(folder, Map.of("PORT", "0"));

    assertThatThrownBy(settings::url).isInstanceOf(RunFailure.class).hasMessageContaining("--url");
  }

  @Test
  void saysWhereItLookedForTheToken() {
    ServerSettings settings = ServerSettings.in(folder, Map.of("DATA_DIR", "nowhere"));

    assertThatThrownBy(settings::adminToken)
        .isInstanceOf(RunFailure.class)
        .hasMessageContaining("nowhere");
  }
}
