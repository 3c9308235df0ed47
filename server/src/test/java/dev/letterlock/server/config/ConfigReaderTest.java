package dev.letterlock.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.letterlock.settings.ConfigException;
import dev.letterlock.settings.ConfigFault;
import dev.letterlock.settings.Key;
import dev.letterlock.settings.Settings;
import dev.letterlock.settings.Sources;
import dev.letterlock.storage.inbox.Durability;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ConfigReaderTest {
  @SuppressWarnings("unused") // by @FieldSource
  static final List<Key<?>> KEYS = Keys.ALL;

  private static final Map<String, String> NONE = Map.of();
  private static final Machine NOTHING_WORKS =
      new Machine() {
        @Override
        public String obstacleTo(Transport transport) {
          return "no " + transport;
        }

        @Override
        public String obstacleTo(Path certificate, Path key) {
          return "no " + key.getFileName();
        }

        @Override
        public @Nullable String obstacleTo(InetAddress address, int port) {
          return port == 0 ? null : "no port " + port;
        }

        @Override
        public String obstacleTo(Path dataDirectory) {
          return "is full of sand";
        }

        @Override
        public @Nullable String serverOn(Path dataDirectory) {
          return null;
        }
      };
  private static final String TOKEN = "0123456789-0123456789-0123456789";

  @Test
  void worksWithNothingSet() {
    ServerConfig config = ConfigReader.read(new Sources(NONE, NONE, NONE));

    assertThat(config.net().port()).isEqualTo(8080);
    assertThat(config.net().bind().isLoopbackAddress()).isTrue();
    assertThat(config.net().tls()).isNull();
    assertThat(config.net().loops().threads()).isPositive();
    assertThat(config.storage().dataDir()).isEqualTo(Path.of("./data"));
    assertThat(config.storage().durability()).isEqualTo(Durability.SYNC);
    assertThat(config.storage().retention()).isEqualTo(Duration.ofDays(30));
    assertThat(config.auth().jwtKeys()).isEmpty();
    assertThat(config.notifications().webhook()).isNull();
  }

  @Test
  void prefersFlagsToEnvironmentToDotEnv() {
    Sources sources =
        new Sources(
            Map.of("PORT", "1"),
            Map.of("PORT", "2", "INBOX_LIMIT", "2"),
            Map.of("PORT", "3", "INBOX_LIMIT", "3", "DRAIN_SECONDS", "3"));

    ServerConfig config = ConfigReader.read(sources);

    assertThat(config.net().port()).isEqualTo(1);
    assertThat(config.limits().inboxEntries()).isEqualTo(2);
    assertThat(config.net().loops().drain()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void takesAnEmptyTextForNotSet() {
    ServerConfig config =
        ConfigReader.read(
            environment(Map.of("MONGODB_URI", "", "PORT", "  ", "UNRELATED", "anything")));

    assertThat(config.storage().mongodbUri()).isNull();
    assertThat(config.net().port()).isEqualTo(8080);
  }

  @Test
  void readsEverySecretFromAFileToo(@TempDir Path folder) throws Exception {
    for (Key<?> key : Keys.ALL.stream().filter(Key::secret).toList()) {
      Path file = Files.writeString(folder.resolve(key.name()), key.example() + "\n");

      Settings settings =
          Settings.resolve(List.of(key), environment(Map.of(key.fileName(), file.toString())));

      assertThat(settings.orThrow().find(key)).as(key.name()).isNotNull();
    }
  }

  @Test
  void letsAFlagsFileWinOverAnEnvironmentsText(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("token"), "file-" + TOKEN);
    Sources sources =
        new Sources(
            Map.of("ADMIN_TOKEN_FILE", file.toString()), Map.of("ADMIN_TOKEN", TOKEN), NONE);

    ServerConfig config = ConfigReader.read(sources);

    assertThat(Objects.requireNonNull(config.auth().adminToken()).expose())
        .isEqualTo("file-" + TOKEN);
  }

  @Test
  void reportsEveryFaultAtOnce() {
    Map<String, String> environment = new HashMap<>();
    environment.put("PORT", "http");
    environment.put("RETENTION", "30");
    environment.put("ADMIN_TOKEN", "tooshort-hunter2");
    environment.put("JWT_SECRET", TOKEN);
    environment.put("JWT_SECRET_FILE", "/nowhere");
    environment.put("WEBHOOK_SECRET_FILE", "/nowhere");
    environment.put("TLS_CERT", "/nowhere/chain.pem");
    Sources sources =
        new Sources(Map.of("--prot", "1"), environment, Map.of("BIND", "example.org"));

    ConfigException e =
        Objects.requireNonNull(
            catchThrowableOfType(ConfigException.class, () -> ConfigReader.read(sources)));

    assertThat(e.faults())
        .extracting(ConfigFault::key, ConfigFault::origin)
        .containsExactlyInAnyOrder(
            tuple("--prot", "flag"),
            tuple("PORT", "environment"),
            tuple("BIND", ".env"),
            tuple("RETENTION", "environment"),
            tuple("JWT_SECRET", "environment"),
            tuple("ADMIN_TOKEN", "environment"),
            tuple("TLS_CERT", "environment"),
            tuple("TLS_KEY", "default"),
            tuple("WEBHOOK_SECRET", "environment WEBHOOK_SECRET_FILE"),
            tuple("WEBHOOK_URL", "default"));
    assertThat(e).hasMessageNotContaining("hunter2").hasMessageNotContaining(TOKEN);
    assertThat(e.faults()).allSatisfy(fault -> assertThat(fault.mend()).isNotBlank());
  }

  @Test
  void reportsWhatDoesNotWorkHereWithEverythingElse(@TempDir Path folder) throws Exception {
    Path chain = Files.writeString(folder.resolve("chain.pem"), "none");
    Path key = Files.writeString(folder.resolve("key.pem"), "none");
    Sources sources =
        new Sources(
            Map.of("TRANSPORT", "io_uring"),
            Map.of("TLS_CERT", chain.toString(), "PORT", "http", "MANAGEMENT_PORT", "9081"),
            Map.of("TLS_KEY", key.toString(), "DATA_DIR", folder.toString()));

    ConfigException e = refused(sources);

    assertThat(e.faults())
        .extracting(ConfigFault::key, ConfigFault::origin)
        .containsExactlyInAnyOrder(
            tuple("PORT", "environment"),
            tuple("TRANSPORT", "flag"),
            tuple("TLS_CERT", "environment"),
            tuple("DATA_DIR", ".env"),
            tuple("MANAGEMENT_PORT", "environment"));
    assertThat(e)
        .hasMessageContaining("no IO_URING")
        .hasMessageContaining("no key.pem")
        .hasMessageContaining("is full of sand")
        .hasMessageContaining("no port 9081");
  }

  @Test
  void reportsEveryDamagedSecretWithEverythingElse(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("jwt-secret"), "cut");
    Files.writeString(folder.resolve("admin-token"), "short");
    Sources sources =
        new Sources(Map.of("DATA_DIR", folder.toString()), Map.of("PORT", "http"), NONE);

    ConfigException e = refused(sources);

    assertThat(e.faults())
        .extracting(ConfigFault::key, ConfigFault::origin)
        .contains(
            tuple("PORT", "environment"),
            tuple("DATA_DIR", "flag"),
            tuple("JWT_SECRET", folder.resolve("jwt-secret").toString()),
            tuple("ADMIN_TOKEN", folder.resolve("admin-token").toString()));
    assertThat(e).hasMessageNotContaining("cut").hasMessageNotContaining("'short'");
  }

  @Test
  void asksTheMachineOnlyWhatWasAskedFor() {
    Map<String, String> ports = Map.of("PORT", "0", "MANAGEMENT_PORT", "0");

    assertThat(ConfigReader.examine(environment(ports), NOTHING_WORKS).faults())
        .extracting(ConfigFault::key)
        .containsExactly("DATA_DIR");
  }

  @Test
  void refusesOnePortForBothListeners() {
    assertThatThrownBy(
            () -> ConfigReader.read(environment(Map.of("PORT", "9000", "MANAGEMENT_PORT", "9000"))))
        .hasMessageContaining("MANAGEMENT_PORT")
        .hasMessageContaining("the same as PORT");
    assertThat(
            ConfigReader.read(environment(Map.of("PORT", "0", "MANAGEMENT_PORT", "0")))
                .net()
                .managementPort())
        .isZero();
  }

  @Test
  void asksForOneSecretWhereSeveralServersMayServe() {
    Map<String, String> shared =
        Map.of("REDIS_URL", "redis://localhost", "MONGODB_URI", "mongodb://localhost");
    Map<String, String> signed = new HashMap<>(shared);
    signed.put("JWT_SECRET", "k1:" + "a2V5".repeat(11));

    assertThatThrownBy(() -> ConfigReader.read(environment(shared)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("JWT_SECRET")
        .hasMessageContaining("./letterlock genkey")
        .hasMessageContaining("same value on all servers");
    assertThat(ConfigReader.read(environment(signed)).auth().jwtKeys()).hasSize(1);
    for (String alone : shared.keySet()) {
      assertThat(
              ConfigReader.read(environment(Map.of(alone, shared.getOrDefault(alone, ""))))
                  .auth()
                  .jwtKeys())
          .isEmpty();
    }
  }

  @ParameterizedTest
  @FieldSource("KEYS")
  void declaresExamplesAndDefaultsThatCanBeUsed(Key<?> key) throws Exception {
    boolean file = key.type().expected().contains("exists");
    if (!file) {
      assertThat(key.type().parser().parse(key.example())).isNotNull();
    }
    assertThat(key.defaultText() == null).isEqualTo(!key.absent().isEmpty());
    assertThat(key.summary()).endsWith(".").doesNotContain("|");
  }

  @Test
  void revealsNoSecretAsText() {
    ServerConfig config =
        ConfigReader.read(
            environment(
                Map.of(
                    "ADMIN_TOKEN",
                    TOKEN,
                    "MONGODB_URI",
                    "mongodb://u:" + TOKEN + "@h/db",
                    "WEBHOOK_URL",
                    "https://push.example",
                    "WEBHOOK_SECRET",
                    TOKEN)));

    assertThat(config.toString()).doesNotContain(TOKEN).contains("***");
  }

  private static Sources environment(Map<String, String> environment) {
    return new Sources(NONE, environment, NONE);
  }

  private static ConfigException refused(Sources sources) {
    return Objects.requireNonNull(
        catchThrowableOfType(
            ConfigException.class, () -> ConfigReader.read(sources, NOTHING_WORKS)));
  }
}
