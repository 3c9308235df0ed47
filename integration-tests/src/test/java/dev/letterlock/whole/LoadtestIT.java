package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.loadtest.Main;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every scenario of the load test against a server, as a person would type it but shorter. */
class LoadtestIT {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "direct,  sent,  --connections=20 --rate=0 --window=4",
    "direct,  delivered,  --connections=20 --rate=200",
    "offline, accepted,  --connections=20",
    "fanout,  delivered,  --connections=20 --devices=4",
    "connect, connects_per_s,  --connections=8",
    "idle,    rss_kb_per_connection,  --connections=200"
  })
  void findsNothingWrong(String scenario, String measured, String options) throws Exception {
    JsonNode report = run(scenario, "--warmup=1 --duration=2 " + options);

    assertThat(report.get(measured).asDouble()).isPositive();
    assertThat(report.get("lost").asLong(0)).isZero();
    assertThat(report.get("duplicated").asLong(0)).isZero();
    assertThat(report.get("reordered").asLong(0)).isZero();
  }

  /**
   * A minute of devices that come and go, at a server that shares its heap with nobody. So short a
   * run judges no heap that is still being taken from the machine, and needs a rate at which what
   * waits for those who are away just now is no trend.
   */
  @Test
  void staysFlat() throws Exception {
    JsonNode report;
    try (ServerProcess server =
        new ServerProcess(folder)
            .with("JAVA_TOOL_OPTIONS", "-Xms256m -Xmx256m -XX:+AlwaysPreTouch")) {
      server.start();
      report =
          run(
              server.url(),
              server.managementUrl(),
              "soak",
              "--warmup=10 --duration=50 --connections=40 --rate=30");
    }

    assertThat(report.get("accepted").asLong()).isPositive();
    assertThat(report.get("lost").asLong(-1)).isZero();
    assertThat(report.get("growth"))
        .hasSize(5)
        .allSatisfy(part -> assertThat(part.get("flat").asBoolean()).as("%s", part).isTrue());
  }

  private JsonNode run(String scenario, String options) throws Exception {
    try (RunningServer server = new RunningServer(folder.resolve("data"))) {
      return run(server.url(), server.managementUrl(), scenario, options);
    }
  }

  private JsonNode run(ServerUrl url, ServerUrl management, String scenario, String options)
      throws Exception {
    Path json = folder.resolve("report.json");
    Path html = folder.resolve("report.html");
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    String words =
        "%s --json=%s --html=%s --url=%s --management-url=%s --admin-token-file=%s %s"
            .formatted(
                scenario, json, html, url, management, folder.resolve("data/admin-token"), options);
    int code = Main.run(out, out, false, words.split(" "));
    assertThat(code).as(said.toString(StandardCharsets.UTF_8)).isZero();
    assertThat(html).content().contains("<html").doesNotContain("src=\"http", "href=\"http");
    return new ObjectMapper().readTree(Files.readString(json));
  }
}
