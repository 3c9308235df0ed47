package dev.letterlock.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.letterlock.server.cli.run.ExitCode;
import dev.letterlock.server.config.ConfigText;
import dev.letterlock.server.config.Keys;
import dev.letterlock.server.config.value.Secrets;
import dev.letterlock.settings.Key;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTreeTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "serve --help",
        "check --help",
        "config --help",
        "config show --help",
        "config example --help",
        "config table --help",
        "genkey --help",
        "user --help",
        "user add --help",
        "user import --help",
        "user list --help",
        "user sessions --help",
        "user revoke --help",
        "user disable --help",
        "token --help",
        "token mint --help",
        "token inspect --help",
        "completion --help",
        "version --help"
      })
  void explainsEveryCommand(String arguments) {
    CommandLineRun run = run(arguments.split(" "));

    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.out()).contains("Usage: letterlock");
  }

  @Test
  void namesEveryCommand() {
    assertThat(run("--help").out())
        .contains("serve", "check", "config", "genkey", "user", "token", "version")
        .contains("letterlock chat", "letterlock loadtest", "letterlock bench", "letterlock train");
  }

  @Test
  void completesWhatIsTypedInBash() throws Exception {
    Path script = Files.writeString(folder.resolve("completion"), run("completion").out());
    String typed =
        "source %s; COMP_WORDS=(letterlock %s); COMP_CWORD=%d; _complete_letterlock; echo ${COMPREPLY[*]}";

    assertThat(bash(typed.formatted(script, "conf", 1))).isEqualTo("config");
    assertThat(bash(typed.formatted(script, "user re", 2))).isEqualTo("revoke");
    assertThat(bash(typed.formatted(script, "lo", 1))).isEqualTo("loadtest");
    assertThat(Files.readString(script)).contains("bashcompinit");
  }

  private static String bash(String script) throws Exception {
    Process bash = new ProcessBuilder("bash", "-c", script).redirectErrorStream(true).start();
    return new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  @Test
  void helpsOnRequestAsWithTheOption() {
    assertThat(run("help")).isEqualTo(run("--help"));
    assertThat(run("help", "genkey").out()).isEqualTo(run("genkey", "--help").out());
  }

  @Test
  void printsRefusalsAsJsonWhereJsonIsAskedFor() throws Exception {
    CommandLineRun noToken = run("token", "inspect", "--json", "a.b");
    CommandLineRun noBackup = run("restore", "--json", folder.resolve("absent").toString());
    CommandLineRun faults = run("config", "show", "--json", "--port", "http");

    assertThat(noToken.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(codeOf(noToken)).isEqualTo("not_a_token");
    assertThat(noBackup.exitCode()).isEqualTo(ExitCode.STORAGE);
    assertThat(codeOf(noBackup)).isEqualTo("backup_unusable");
    assertThat(faults.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(codeOf(faults)).isEqualTo("configuration");
    assertThat(faults.out()).contains("\"faults\":[{\"key\":\"PORT\",\"origin\":\"flag\"");
  }

  @Test
  void warnsOfANameInDotEnvThatIsMeantForAKey() throws Exception {
    Files.writeString(folder.resolve(".env"), "PROT=4711\nPOSTGRES_PASSWORD=hunter2\n");

    CommandLineRun run = run("config", "show");

    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.err().strip())
        .isEqualTo(".env: PROT is no key and does nothing here; is PORT meant?");
  }

  @Test
  void offersAnOptionForEveryKey() {
    assertThat(run("config", "show", "--help").out())
        .contains(Keys.ALL.stream().map(Key::flag).toList())
        .doesNotContain("--jwt-secret=", "--admin-token=");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "config",
        "token mint",
        "token mint --user a",
        "config show extra"
      })
  void refusesWhatItDoesNotUnderstand(String arguments) {
    CommandLineRun run = run(arguments.isEmpty() ? new String[0] : arguments.split(" "));

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).isNotBlank();
  }

  @Test
  void showsWhatIsInForceAndWhereItCameFrom() throws Exception {
    Files.writeString(folder.resolve(".env"), "BIND=::1\n");

    CommandLineRun run = run("config", "show", "--json", "--port", "4711");

    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    JsonNode shown = new ObjectMapper().readTree(run.out());
    assertThat(shown).hasSameSizeAs(Keys.ALL);
    assertThat(shown.toString())
        .contains("{\"key\":\"PORT\",\"value\":\"4711\",\"origin\":\"flag\"}")
        .contains("{\"key\":\"BIND\",\"value\":\"::1\",\"origin\":\".env\"}");
    assertThat(run("config", "show").out())
        .contains("DATA_DIR                   ./data  [default]");
  }

  @Test
  void reportsFaultsOfFlagsAndUnknownFlagsTogether() {
    CommandLineRun run = run("config", "show", "--prot=1", "--port", "http", "--nonsense", "value");

    assertThat(run.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("--prot (flag): there is no such key")
        .contains("--nonsense (flag): there is no such key")
        .contains("PORT (flag): 'http' cannot be used");
  }

  @Test
  void refusesTlsFilesThatCannotBeUsedBeforeItStarts() throws Exception {
    Path chain = Files.writeString(folder.resolve("chain.pem"), "no certificate");
    Path key = Files.writeString(folder.resolve("key.pem"), "no key");

    CommandLineRun run =
        run("check", "--tls-cert", chain.toString(), "--tls-key", key.toString(), "--port=http");

    assertThat(run.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(run.err()).contains("TLS_CERT (flag)", "key.pem", "PKCS#8", "PORT (flag)");
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void printsTheGeneratedTexts() {
    assertThat(run("config", "example").out()).isEqualTo(ConfigText.example());
    assertThat(run("config", "table").out()).isEqualTo(ConfigText.table());
  }

  @Test
  void makesKeysThatTheConfigurationAccepts() throws Exception {
    String entry = run("genkey").out().strip();

    assertThat(Secrets.jwtKeys().parser().parse(entry)).hasSize(1);
    assertThat(run("genkey").out()).isNotEqualTo(entry);
    String inJson =
        new ObjectMapper().readTree(run("genkey", "--json").out()).path("jwt_secret").asText();
    assertThat(Secrets.jwtKeys().parser().parse(inJson)).hasSize(1);
  }

  @Test
  void knowsItsVersion() throws Exception {
    JsonNode version = new ObjectMapper().readTree(run("version", "--json").out());

    assertThat(version.path("letterlock").asText()).matches("\\d+\\.\\d+\\.\\d+.*");
    assertThat(version.path("java").asText()).startsWith("25");
    assertThat(run("--version").out()).contains(version.path("letterlock").asText());
  }

  @Test
  void inspectsATokenWithoutItsSignature() {
    String token =
        part("{\"alg\":\"HS256\",\"kid\":\"k1\"}")
            + "."
            + part("{\"sub\":\"u\",\"exp\":1767225600}")
            + ".c2lnbmF0dXJl";

    CommandLineRun run = run("token", "inspect", token);
    CommandLineRun piped = CommandLineRun.of(folder, token + "\n", "token", "inspect", "--json");

    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.out()).contains("k1", "2026-01-01T00:00:00Z").doesNotContain("c2lnbmF0dXJl");
    assertThat(piped.out().strip())
        .isEqualTo(
            "{\"header\":{\"alg\":\"HS256\",\"kid\":\"k1\"},\"claims\":{\"sub\":\"u\",\"exp\":1767225600}}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a.b", "a.b.c", "!.!.!", "e30.W10.x"})
  void refusesWhatIsNoToken(String text) {
    CommandLineRun run = run("token", "inspect", text);

    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains("token");
  }

  private static String codeOf(CommandLineRun run) throws Exception {
    assertThat(run.out().lines()).hasSize(1);
    return new ObjectMapper().readTree(run.out()).path("code").asText();
  }

  private CommandLineRun run(String... arguments) {
    return CommandLineRun.of(folder, "", arguments);
  }

  private static String part(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
