package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.protocol.CloseCode;
import dev.letterlock.protocol.frame.server.Welcome;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.server.api.ImportLine;
import dev.letterlock.server.cli.CommandLineRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The administering commands against a real server (docs/OPERATIONS.md, Administration). */
class AdminCommandsIT {
  private static final int OK = 0;
  private static final int FAILED = 1;

  /** More than the list has on a page. */
  private static final int MANY = 501;

  @TempDir static Path folder;
  private static RunningServer server;

  @BeforeAll
  static void startServer() throws Exception {
    server = new RunningServer(folder.resolve("data"));
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Test
  void addsAnAccountOnce() {
    CommandLineRun added = run("correct horse\n", "user", "add", "carol", "--password-file", "-");
    CommandLineRun again = run("correct horse\n", "user", "add", "carol", "--password-file", "-");

    assertThat(added.exitCode()).as(added.err()).isEqualTo(OK);
    String id = UUID.fromString(added.out().strip()).toString();
    assertThat(run("", "user", "list").out().lines())
        .anySatisfy(line -> assertThat(line).contains(id, "carol", "0 devices"));
    assertThat(again.exitCode()).isEqualTo(FAILED);
    assertThat(again.err()).startsWith("Refused: name_taken: ");
  }

  @Test
  void listsEveryAccountPageByPage() {
    List<String> names = server.users(MANY, 1).stream().map(user -> user.name()).toList();

    List<String> listed =
        run("", "user", "list", "--json")
            .out()
            .lines()
            .map(line -> line.replaceFirst(".*\"name\":\"([^\"]+)\".*", "$1"))
            .toList();

    assertThat(listed).containsAll(names).doesNotHaveDuplicates();
  }

  @Test
  void importsMintsAndDisables() throws Exception {
    ImportLine line = new ImportLine(People.E1_SUITE, 1);
    Path file = Files.writeString(folder.resolve("users"), line.text() + "{\"name\":\"x\"}\n");

    CommandLineRun imported = run("", "user", "import", file.toString());
    assertThat(imported.exitCode()).isEqualTo(FAILED);
    assertThat(imported.out().strip()).isEqualTo("1 imported, 1 failed");
    assertThat(imported.err()).contains("line 2: invalid_json");

    CommandLineRun minted =
        run("", "token", "mint", "--user", line.name(), "--device", "1", "--ttl", "15m");
    assertThat(minted.exitCode()).as(minted.err()).isEqualTo(OK);
    try (WireClient client = new WireClient(server.url())) {
      client.hello(1, minted.out().strip(), Cursor.ZERO);
      client.next(Welcome.class);

      CommandLineRun disabled = run("", "user", "disable", line.name());

      assertThat(disabled.exitCode()).as(disabled.err()).isEqualTo(OK);
      assertThat(client.closeCode()).isEqualTo(CloseCode.TOKEN_REVOKED.code());
    }
    assertThat(run("", "user", "list").out().lines())
        .anySatisfy(row -> assertThat(row).contains(line.name(), "1 devices", "disabled"));
    CommandLineRun nobody = run("", "user", "disable", "nobody");
    assertThat(nobody.exitCode()).isEqualTo(FAILED);
    assertThat(nobody.err()).startsWith("Refused: unknown_user: ");
  }

  @Test
  void mintsForEachLineOfAFile() {
    String name = server.users(1, 1).getFirst().name();
    String good = "{\"name\":\"%s\",\"device_id\":1}\n".formatted(name);
    String bad = "{\"name\":\"%s\",\"device_id\":9}\n".formatted(name);

    CommandLineRun minted = run(good + bad, "token", "mint", "--file", "-");

    assertThat(minted.exitCode()).isEqualTo(FAILED);
    assertThat(minted.out().lines())
        .satisfiesExactly(
            first -> assertThat(first).contains("\"access_token\":\"eyJ"),
            second -> assertThat(second).contains("\"line\":2", "\"unknown_device\""));
  }

  @Test
  void saysWhenTheTokenIsRefused() throws Exception {
    Path other =
        Files.writeString(folder.resolve("other-token"), "0123456789-0123456789-0123456789");

    CommandLineRun run = run("", "user", "list", "--admin-token-file", other.toString());

    assertThat(run.exitCode()).isEqualTo(FAILED);
    assertThat(run.err()).contains("refused the admin token");
  }

  private static CommandLineRun run(String input, String... arguments) {
    String[] options = {
      "--data-dir", folder.resolve("data").toString(),
      "--management-port", Integer.toString(server.managementUrl().port())
    };
    return CommandLineRun.of(
        folder, input, Stream.of(arguments, options).flatMap(Stream::of).toArray(String[]::new));
  }
}
