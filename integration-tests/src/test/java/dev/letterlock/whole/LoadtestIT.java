package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.letterlock.loadtest.Main;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
    Path json = folder.resolve("report.json");
    Path html = folder.resolve("report.html");
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    try (RunningServer server = new RunningServer(folder.resolve("data"))) {
      int code =
          Main.run(
              out,
              out,
              false,
              (scenario
                      + " --warmup=1 --duration=2 --json="
                      + json
                      + " --html="
                      + html
                      + " --url="
                      + server.url()
                      + " --management-url="
                      + server.managementUrl()
                      + " --admin-token-file="
                      + folder.resolve("data/admin-token")
                      + " "
                      + options)
                  .split(" "));
      assertThat(code).as(said.toString(StandardCharsets.UTF_8)).isZero();
    }

    JsonNode report = new ObjectMapper().readTree(Files.readString(json));
    assertThat(report.get(measured).asDouble()).isPositive();
    assertThat(report.get("lost").asLong(0)).isZero();
    assertThat(report.get("duplicated").asLong(0)).isZero();
    assertThat(report.get("reordered").asLong(0)).isZero();
    assertThat(html).content().contains("<html").doesNotContain("src=\"http", "href=\"http");
  }
}
