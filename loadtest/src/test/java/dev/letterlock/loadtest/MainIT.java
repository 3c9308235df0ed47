package dev.letterlock.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.letterlock.client.FrameServer;
import dev.letterlock.client.FrameServer.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainIT {

  private static final Duration ONE_MINUTE = Duration.ofMinutes(1);

  @TempDir private Path folder;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final ByteArrayOutputStream prose = new ByteArrayOutputStream();
  private FrameServer server;
  private FakeManagement management;

  @BeforeEach
  void start() throws IOException {
    server = new FrameServer();
    management = new FakeManagement(server);
    Files.writeString(folder.resolve("token"), FakeManagement.TOKEN);
  }

  @AfterEach
  void stop() {
    management.close();
    server.close();
  }

  @Test
  void directSendsAcceptsDeliversAndFindsNothingWrong() throws IOException {
    assertThat(run("direct", "--connections", "8")).isZero();
    JsonNode report = report();
    assertThat(report.get("scenario").asText()).isEqualTo("direct");
    assertThat(report.get("delivered").asLong()).isPositive();
    assertThat(report.get("lost").asLong()).isZero();
    assertThat(report.get("deliver_ms").get("p99").asDouble()).isPositive();
    assertThat(report.get("server_cpu_us_per_message").asDouble()).isPositive();
    assertThat(text()).contains("arrived once, in order and readable");
  }

  @Test
  void directSendsByTheClockWhenARateIsGiven() throws IOException {
    assertThat(run("direct", "--connections", "8", "--rate", "500")).isZero();
    assertThat(report().get("sent").asLong()).isBetween(1L, 1_000L);
    assertThat(report().get("lost").asLong()).isZero();
  }

  @Test
  void writesAPageThatNeedsNoNetwork() throws IOException {
    Path page = folder.resolve("report.html");
    assertThat(run("direct", "--connections", "2", "--html", page.toString())).isZero();
    assertThat(Files.readString(page))
        .contains("new uPlot", "publish to deliver", "Copyright (c)")
        .doesNotContain("src=", "href=", "@import", "{{", "/*FIGURES*/");
  }

  @Test
  void failsWhenMessagesAreLost() throws IOException {
    server.misbehave(Fault.LOSE);
    assertThat(run("direct", "--connections", "2")).isEqualTo(1);
    assertThat(report().get("lost").asLong()).isPositive();
    assertThat(text()).contains("FAILED");
  }

  @Test
  void failsWhenMessagesComeTwice() throws IOException {
    server.misbehave(Fault.REPEAT);
    assertThat(run("direct", "--connections", "2")).isEqualTo(1);
    assertThat(report().get("duplicated").asLong()).isPositive();
    assertThat(report().get("lost").asLong()).isZero();
  }

  @Test
  void failsWhenMessagesOvertake() throws IOException {
    server.misbehave(Fault.SWAP);
    assertThat(run("direct", "--connections", "2")).isEqualTo(1);
    assertThat(report().get("reordered").asLong()).isPositive();
  }

  @Test
  void failsWhenMessagesAreDamaged() {
    server.misbehave(Fault.DAMAGE);
    assertThat(run("direct", "--connections", "2")).isEqualTo(1);
    assertThat(text()).contains("arrived unreadable or changed", "FAILED");
  }

  @Test
  void namesRefusalsAndGoesOn() throws IOException {
    server.misbehave(Fault.REFUSE);
    assertThat(run("direct", "--connections", "2")).isZero();
    assertThat(report().get("lost").asLong()).isZero();
    assertThat(text()).contains("send refused: UNAVAILABLE");
  }

  @Test
  void failsWhenNothingIsAccepted() throws IOException {
    server.misbehave(Fault.REFUSE_ALL);
    assertThat(run("direct", "--connections", "2")).isEqualTo(3);
    assertThat(report().get("accepted").asLong()).isZero();
    assertThat(text()).contains("not one message was accepted").doesNotContain("Every accepted");
  }

  @Test
  void fanoutDeliversToEveryDevice() throws IOException {
    assertThat(run("fanout", "--connections", "12", "--devices", "4")).isZero();
    JsonNode report = report();
    assertThat(report.get("delivered").asLong()).isGreaterThan(3 * report.get("accepted").asLong());
    assertThat(report.get("lost").asLong()).isZero();
  }

  @Test
  void countsTheConnectionsThatWereOpen() throws IOException {
    assertThat(run("fanout", "--connections", "11", "--devices", "4")).isZero();
    assertThat(report().get("connections").asInt())
        .as("2 users with 4, and who sends")
        .isEqualTo(9);

    assertThat(run("direct", "--connections", "5")).isZero();
    assertThat(report().get("connections").asInt()).as("2 pairs").isEqualTo(4);
  }

  @Test
  void printsTheReportForProgramsAloneWhenAskedTo() throws IOException {
    assertThat(run("direct", "--connections", "2", "--json", "-")).isZero();

    JsonNode report = new ObjectMapper().readTree(text());
    assertThat(report.get("scenario").asText()).isEqualTo("direct");
    assertThat(prose.toString(StandardCharsets.UTF_8)).contains("arrived once, in order");
  }

  @ParameterizedTest
  @ValueSource(strings = {"direct", "offline", "idle", "connect"})
  void stopsAndSaysSoWhenTheServerSendsItsClientsAway(String scenario) throws Exception {
    Thread goodbye =
        Thread.ofVirtual()
            .start(() -> {
              await().atMost(ONE_MINUTE).until(() -> management.scrapes() > 0);
              await().atMost(ONE_MINUTE).until(() -> server.connected() > 0);
              await()
                  .atMost(ONE_MINUTE)
                  .until(() -> {
                    server.sendAway(1_000);
                    return text().contains("measuring done");
                  });
              server.dropConnections();
            });
    assertThat(run(scenario, "--connections", "4", "--duration", "600")).isEqualTo(69);
    assertThat(goodbye.join(ONE_MINUTE)).isTrue();
    assertThat(text())
        .contains("sessions that the server told to go away: ", "CUT SHORT")
        .doesNotContain("FAILED", "! session ");
    assertThat(report().get("duration_s").asDouble()).isLessThan(600);
    assertThat(report().get("lost").asLong(0)).isZero();
  }

  @Test
  void offlineStoresThenDeliversEverything() throws IOException {
    assertThat(run("offline", "--connections", "4")).isZero();
    JsonNode report = report();
    assertThat(report.get("accepted").asLong()).isPositive();
    assertThat(report.get("delivered").asLong())
        .isGreaterThanOrEqualTo(report.get("accepted").asLong());
    assertThat(report.get("lost").asLong()).isZero();
    assertThat(report.get("deliver_ms").isNull()).isTrue();
    assertThat(text()).contains("delivered in all");
  }

  @Test
  void idleMeasuresWhatASessionCosts() throws IOException {
    assertThat(run("idle", "--connections", "20")).isZero();
    JsonNode report = report();
    assertThat(report.get("rss_kb_per_connection").asDouble()).isZero();
    assertThat(report.get("server_rss_kb").asLong()).isEqualTo(146_484);
    assertThat(report.get("lost").isNull()).isTrue();
    assertThat(management.collections()).isEqualTo(6);
    assertThat(text()).contains("in use after collection: 0.00 KiB per connection");
  }

  @Test
  void idleFailsWhenSessionsBreak() {
    Thread breaker =
        Thread.ofVirtual()
            .start(() -> {
              await().atMost(ONE_MINUTE).until(() -> management.collections() == 6);
              server.dropConnections();
            });
    assertThat(run("idle", "--connections", "3")).isEqualTo(1);
    assertThat(text()).contains("FAILED: sessions broke");
    assertThat(breaker.isAlive()).isFalse();
  }

  @Test
  void connectCountsWelcomes() throws IOException {
    assertThat(run("connect", "--connections", "4")).isZero();
    assertThat(report().get("connects_per_s").asDouble()).isPositive();
  }

  @Test
  void saysThatNoServerIsRunning() throws IOException {
    try (Socket taken = new Socket()) {
      taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      int code =
          Main.run(
              out(),
              err(),
              false,
              "direct",
              "--url",
              server.url().toString(),
              "--management-url",
              "http://127.0.0.1:" + taken.getLocalPort(),
              "--admin-token-file",
              folder.resolve("token").toString());
      assertThat(code).isEqualTo(69);
    }
  }

  @Test
  void saysThatTheAdminTokenIsWrong() throws IOException {
    Files.writeString(folder.resolve("token"), "guessed");
    assertThat(run("direct")).isEqualTo(77);
  }

  @Test
  void refusesOptionsOutOfRange() {
    assertThat(run("direct", "--payload", "1000")).isEqualTo(2);
    assertThat(run("direct", "--window", "0")).isEqualTo(2);
    assertThat(run("fanout", "--devices", "17")).isEqualTo(2);
  }

  @Test
  void refusesLedgerOptionsOutOfRange() {
    assertThat(Main.run(out(), err(), false, "ledger", "--connections", "3")).isEqualTo(2);
    assertThat(Main.run(out(), err(), false, "ledger", "--rate", "0")).isEqualTo(2);
    assertThat(Main.run(out(), err(), false, "ledger", "--faults", "kill,flood")).isEqualTo(2);
    assertThat(Main.run(out(), err(), false, "ledger", "--nodes", "0")).isEqualTo(2);
    assertThat(Main.run(out(), err(), false, "ledger", "--nodes", "3")).isEqualTo(2);
  }

  @Test
  void saysThatAFaultOfSeveralNodesNeedsThem() {
    String home = folder.resolve("run").toString();

    int code = Main.run(out(), err(), false, "ledger", "--faults", "redis-kill", "--folder", home);

    assertThat(code).isEqualTo(78);
  }

  @Test
  void saysThatTheLedgerHasNothingToStartAServerWith() {
    assertThat(
            Main.run(out(), err(), false, "ledger", "--folder", folder.resolve("run").toString()))
        .isEqualTo(78);
  }

  @Test
  void saysThatTheLedgersServerDoesNotComeUp() {
    int code =
        Main.run(
            out(),
            err(),
            false,
            "ledger",
            "--folder",
            folder.resolve("run").toString(),
            "--launcher",
            "/bin/false");
    assertThat(code).isEqualTo(69);
  }

  @Test
  void leavesALedgersFolderAloneThatIsInUse() {
    int code =
        Main.run(
            out(),
            err(),
            false,
            "ledger",
            "--folder",
            folder.toString(),
            "--launcher",
            "/bin/false");
    assertThat(code).isEqualTo(78);
  }

  private int run(String scenario, String... more) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("--url", server.url().toString());
    options.put("--management-url", management.url().toString());
    options.put("--admin-token-file", folder.resolve("token").toString());
    options.put("--json", folder.resolve("report.json").toString());
    options.put("--warmup", "0");
    options.put("--duration", "1");
    for (int i = 0; i < more.length; i += 2) {
      options.put(more[i], more[i + 1]);
    }
    List<String> arguments = new ArrayList<>(List.of(scenario));
    options.forEach((name, value) -> arguments.add(name + "=" + value));
    return Main.run(out(), err(), false, arguments.toArray(String[]::new));
  }

  private PrintStream err() {
    return new PrintStream(prose, true, StandardCharsets.UTF_8);
  }

  private PrintStream out() {
    return new PrintStream(said, true, StandardCharsets.UTF_8);
  }

  private String text() {
    return said.toString(StandardCharsets.UTF_8);
  }

  private JsonNode report() throws IOException {
    return new ObjectMapper().readTree(Files.readString(folder.resolve("report.json")));
  }
}
