package dev.letterlock.server.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.letterlock.server.auth.TokenLives;
import dev.letterlock.server.cli.CommandLineRun;
import dev.letterlock.server.cli.run.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The administering commands against an HTTP server that answers as docs/OPERATIONS.md says. */
class AdminCommandsTest {
  private static final String TOKEN = "0123456789-0123456789-0123456789";
  private static final String NDJSON = "application/x-ndjson";

  private final List<String> requests = new CopyOnWriteArrayList<>();

  @TempDir private Path folder;
  private HttpServer server;

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
    Files.createDirectories(folder.resolve("data"));
    Files.writeString(folder.resolve("data/admin-token"), TOKEN + "\n");
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
  }

  @Test
  void addsAUserWithAPasswordFromStandardInput() {
    answer("/admin/users", 201, "application/json", "{\"user_id\":\"u-1\"}");

    CommandLineRun run = run("secret word\n", "user", "add", "alice", "--password-file", "-");

    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.out().strip()).isEqualTo("u-1");
    assertThat(requests)
        .containsExactly(
            "POST /admin/users Bearer "
                + TOKEN
                + " {\"name\":\"alice\",\"password\":\"secret word\"}");
  }

  @Test
  void listsUsersPageByPage() {
    server.createContext(
        "/admin/users",
        exchange ->
            respond(
                exchange,
                200,
                "application/json",
                exchange.getRequestURI().getRawQuery().endsWith("after=")
                    ? "{\"users\":[{\"user_id\":\"u-1\",\"name\":\"alice\",\"devices\":2}],\"next\":\"u-1\"}"
                    : "{\"users\":[{\"user_id\":\"u-2\",\"name\":\"bob\",\"disabled\":true}]}"));

    CommandLineRun run = run("", "user", "list");

    assertThat(run.out().lines())
        .satisfiesExactly(
            first -> assertThat(first).contains("u-1", "alice", "2 devices"),
            second -> assertThat(second).contains("u-2", "bob", "disabled"));
    assertThat(requests.getLast()).contains("after=u-1");
    assertThat(run("", "user", "list", "--json").out().lines()).hasSize(2);
  }

  @Test
  void disablesAUserWhoseNameNeedsEncoding() {
    answer("/admin/users", 204, "application/json", "");

    assertThat(run("", "user", "disable", "a/b c").exitCode()).isEqualTo(ExitCode.OK);
    assertThat(requests.getFirst()).startsWith("POST /admin/users/a%2Fb%20c/disable ");
    assertThat(run("", "user", "disable", "a/b c", "--json").out().strip())
        .isEqualTo("{\"name\":\"a/b c\",\"disabled\":true}");
  }

  @Test
  void importsAFileAndFailsWhenALineFailed() throws IOException {
    Path file =
        Files.writeString(folder.resolve("users"), "{\"name\":\"alice\"}\n{\"name\":\"bob\"}\n");
    answer(
        "/admin/import",
        200,
        NDJSON,
        """
        {"imported":1}
        {"line":2,"code":"list_mismatch","detail":"not signed"}
        {"done":true,"imported":1,"failed":1}
        """);

    CommandLineRun run = run("", "user", "import", file.toString());

    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.out().strip()).isEqualTo("1 imported, 1 failed");
    assertThat(run.err()).contains("1 imported…", "line 2: list_mismatch not signed");
    assertThat(requests.getFirst()).endsWith("{\"name\":\"alice\"}\n{\"name\":\"bob\"}\n");
  }

  @Test
  void saysWhenAnImportWasCutShort() {
    answer("/admin/import", 200, NDJSON, "{\"imported\":1}\n");

    CommandLineRun run = run("{}\n", "user", "import", "-");

    assertThat(run.exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(run.err()).contains("import the file again");
  }

  @Test
  void mintsOneToken() {
    answer(
        "/admin/tokens",
        200,
        NDJSON,
        "{\"user_id\":\"u\",\"device_id\":1,\"access_token\":\"t.t.t\"}\n");

    CommandLineRun run =
        run("", "token", "mint", "--user", "alice", "--device", "1", "--ttl", "15m");

    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.out().strip()).isEqualTo("t.t.t");
    assertThat(requests.getFirst())
        .endsWith("{\"name\":\"alice\",\"device_id\":1,\"ttl_seconds\":900}\n");
  }

  /** Beside the token, which scripts take from standard output. */
  @Test
  void saysWhoseATokenIsAndHowLongItIsGoodFor() {
    answer(
        "/admin/tokens",
        200,
        NDJSON,
        "{\"user_id\":\"u\",\"device_id\":1,\"access_token\":\"e30.eyJleHAiOjE3NjcyMjU2MDB9.t\"}\n");

    CommandLineRun run = run("", "token", "mint", "--user", "alice", "--device", "1");

    assertThat(run.out().strip()).isEqualTo("e30.eyJleHAiOjE3NjcyMjU2MDB9.t");
    assertThat(run.err().strip())
        .isEqualTo("For alice, device 1 (user u), good until 2026-01-01T00:00:00Z.");
  }

  @Test
  void printsUntilWhenDevicesAreSignedIn() {
    answer(
        "/admin/users/alice/sessions",
        200,
        "application/json",
        """
        {"sessions":[{"device_id":1,"last_seen":"2026-01-02","signed_in_until":"2026-02-01T00:00:00Z"},
        {"device_id":4294967295,"last_seen":"2026-01-01","signed_in_until":null}]}\
        """);

    assertThat(run("", "user", "sessions", "alice").out().lines())
        .containsExactly(
            "device 1          last seen 2026-01-02  signed in until 2026-02-01T00:00:00Z",
            "device 4294967295 last seen 2026-01-01  signed out");
  }

  @Test
  void asksForThePortOfAServerThatTookAFreeOne() {
    assertThat(CommandLineRun.of(folder, "", "user", "list", "--management-port=0"))
        .satisfies(zero -> assertThat(zero.exitCode()).isEqualTo(ExitCode.CONFIGURATION))
        .satisfies(zero -> assertThat(zero.err()).contains("MANAGEMENT_PORT is 0", "it printed"));
    assertThat(run("", "user", "list", "--help").out()).doesNotContain("takes a free one");
  }

  @Test
  void mintsTokensForEachLineAndFailsWhenOneIsRefused() {
    answer(
        "/admin/tokens",
        200,
        NDJSON,
        "{\"access_token\":\"t.t.t\"}\n{\"line\":2,\"code\":\"unknown_device\"}\n");

    CommandLineRun run = run("{}\n{}\n", "token", "mint", "--file", "-");

    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.out().lines()).hasSize(2);
  }

  @Test
  void repeatsTheServersRefusalInWords() {
    answer(
        "/admin/users",
        409,
        "application/problem+json",
        "{\"code\":\"name_taken\",\"title\":\"That name is taken\"}");

    CommandLineRun run = run("password\n", "user", "add", "alice", "--password-file", "-");

    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err().strip()).isEqualTo("Refused: name_taken: That name is taken");

    CommandLineRun json =
        run("password\n", "user", "add", "alice", "--password-file", "-", "--json");

    assertThat(json.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(json.err()).isEmpty();
    assertThat(json.out().strip())
        .isEqualTo(
            "{\"code\":\"name_taken\",\"detail\":\"Refused: name_taken: That name is taken\"}");
  }

  @Test
  void saysWhenTheTokenIsRefusedOrWhatAnswersIsSomethingElse() {
    answer("/admin/users", 401, "application/problem+json", "{\"code\":\"token_invalid\"}");
    answer("/admin/import", 404, "text/html", "<html>");

    assertThat(run("", "user", "list").err()).contains("refused the admin token");
    CommandLineRun other = run("", "user", "import", "-");
    assertThat(other.exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(other.err()).contains("not a Letterlock server");
  }

  @Test
  void saysWhenNoServerRuns() throws IOException {
    server.stop(0);
    try (Socket taken = new Socket()) {
      taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      String port = Integer.toString(taken.getLocalPort());

      CommandLineRun run =
          CommandLineRun.of(
              folder, "", "user", "list", "--data-dir", dataDir(), "--management-port", port);

      assertThat(run.exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
      assertThat(run.err()).contains("No server answers", "./letterlock serve");
    }
  }

  @Test
  void saysWhenThereIsNoToken() {
    CommandLineRun run =
        CommandLineRun.of(
            folder, "", "user", "list", "--data-dir", folder.resolve("none").toString());

    assertThat(run.exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(run.err()).contains("--admin-token-file");
  }

  @Test
  void printsANewUserAsJson() throws IOException {
    answer("/admin/users", 201, "application/json", "{\"user_id\":\"u-1\"}");

    CommandLineRun run =
        run("secret word\n", "user", "add", "alice", "--password-file", "-", "--json");

    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(json(run.out())).isEqualTo(json("{\"user_id\":\"u-1\"}"));
  }

  @Test
  void printsAnImportAsJsonLineByLine() throws IOException {
    String answer =
        """
        {"imported":1}
        {"line":2,"code":"BAD_LIST","detail":"not signed"}
        {"done":true,"imported":1,"failed":1}
        """;
    answer("/admin/import", 200, NDJSON, answer);

    CommandLineRun run = run("{}\n{}\n", "user", "import", "-", "--json");

    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.out().lines()).containsExactlyElementsOf(answer.lines().toList());
    assertThat(run.err()).isEmpty();
  }

  @Test
  void printsAMintedTokenAndARefusalAsJson() throws IOException {
    String minted = "{\"user_id\":\"u\",\"device_id\":1,\"access_token\":\"t.t.t\"}";
    String refused = "{\"line\":1,\"code\":\"unknown_device\"}";
    AtomicInteger asked = new AtomicInteger();
    server.createContext(
        "/admin/tokens",
        exchange ->
            respond(
                exchange, 200, NDJSON, (asked.getAndIncrement() == 0 ? minted : refused) + "\n"));

    CommandLineRun first = run("", "token", "mint", "--user", "a", "--device", "1", "--json");
    CommandLineRun second = run("", "token", "mint", "--user", "a", "--device", "2", "--json");

    assertThat(first.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(json(first.out())).isEqualTo(json(minted));
    assertThat(second.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(json(second.out())).isEqualTo(json(refused));
  }

  @Test
  void mintsForAsLongAsTheServerAllowsAndNoLonger() {
    answer("/admin/tokens", 200, NDJSON, "{\"access_token\":\"t.t.t\"}\n");
    String longest = TokenLives.LONGEST.toDays() + "d";

    CommandLineRun run = run("", "token", "mint", "--user", "a", "--device", "1", "--ttl", longest);
    CommandLineRun tooLong =
        run("", "token", "mint", "--user", "a", "--device", "1", "--ttl", "169h");

    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
    assertThat(requests.getFirst()).contains("\"ttl_seconds\":" + TokenLives.LONGEST.toSeconds());
    assertThat(tooLong.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run("", "token", "mint", "--help").out()).contains("1s to " + longest);
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text);
  }

  private void answer(String path, int status, String type, String body) {
    server.createContext(path, exchange -> respond(exchange, status, type, body));
  }

  private void respond(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    requests.add(
        "%s %s %s %s"
            .formatted(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toASCIIString(),
                exchange.getRequestHeaders().getFirst("Authorization"),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
    exchange.getResponseHeaders().set("Content-Type", type);
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    try (var out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  private CommandLineRun run(String input, String... arguments) {
    String[] options = {
      "--data-dir", dataDir(), "--management-port", "" + server.getAddress().getPort()
    };
    return CommandLineRun.of(
        folder, input, Stream.of(arguments, options).flatMap(Stream::of).toArray(String[]::new));
  }

  private String dataDir() {
    return folder.resolve("data").toString();
  }
}
