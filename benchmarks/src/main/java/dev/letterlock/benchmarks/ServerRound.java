package dev.letterlock.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One round of the whole server under {@code loadtest direct}, in a fresh data directory. */
final class ServerRound {

  private ServerRound() {}

  static Figures run(Main.Load load, String durability, Path parent)
      throws IOException, InterruptedException {
    int port = ChildProcess.freePort();
    int management = ChildProcess.freePort();
    Path directory = Files.createTempDirectory(parent, "letterlock-bench");
    Map<String, String> configuration =
        Map.of(
            "PORT", Integer.toString(port),
            "MANAGEMENT_PORT", Integer.toString(management),
            "DATA_DIR", directory.resolve("data").toString(),
            "EVENT_LOOPS", Integer.toString(load.loops()),
            "DURABILITY", durability);
    try (ChildProcess server =
        ChildProcess.start(
            dev.letterlock.server.Main.class.getName(),
            List.of("serve"),
            configuration,
            directory.resolve("log"))) {
      server.awaitPort(port);
      server.awaitPort(management);
      return direct(load, port, management, directory);
    } finally {
      delete(directory);
    }
  }

  private static Figures direct(Main.Load load, int port, int management, Path directory)
      throws IOException {
    Path report = directory.resolve("report.json");
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream prose = new PrintStream(said, true, StandardCharsets.UTF_8);
    int code =
        dev.letterlock.loadtest.Main.run(
            prose,
            prose,
            false,
            "direct",
            "--url=http://127.0.0.1:" + port,
            "--management-url=http://127.0.0.1:" + management,
            "--admin-token-file=" + directory.resolve("data").resolve("admin-token"),
            "--connections=" + load.connections(),
            "--window=" + load.window(),
            "--rate=" + load.rate(),
            "--warmup=" + load.warmupSeconds(),
            "--duration=" + load.seconds(),
            "--threads=1",
            "--json=" + report);
    if (code != 0) {
      throw new IOException(
          "loadtest: exit " + code + "\n" + said.toString(StandardCharsets.UTF_8));
    }
    JsonNode found = new ObjectMapper().readTree(Files.readString(report));
    return new Figures(
        found.get("server_cpu_us_per_message").asDouble(),
        found.get("delivered_per_s").asDouble(),
        found.get("deliver_ms").get("p50").asDouble(),
        found.get("deliver_ms").get("p99").asDouble());
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
