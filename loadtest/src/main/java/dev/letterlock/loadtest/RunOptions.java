package dev.letterlock.loadtest;

import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.crypto.PayloadSizes;
import dev.letterlock.loadtest.scenario.ScenarioOptions;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of every scenario; picocli fills the fields. */
final class RunOptions {

  private static final String DEFAULT = " Default: ${DEFAULT-VALUE}.";

  @Spec(Spec.Target.MIXEE)
  @Nullable CommandSpec command;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "The server. Default: as PORT and BIND say, else http://127.0.0.1:8080. For another one,"
              + " name --management-url too.")
  @Nullable String url;

  @Option(
      names = "--management-url",
      paramLabel = "URL",
      description = "Its management port. Default: as MANAGEMENT_PORT says, else port 8081.")
  @Nullable String managementUrl;

  @Option(
      names = "--admin-token-file",
      paramLabel = "FILE",
      description = "The admin token. Default: ADMIN_TOKEN or its file, else DATA_DIR/admin-token.")
  @Nullable Path adminTokenFile;

  @Option(
      names = "--connections",
      paramLabel = "N",
      description =
          "Sessions in all; connect: at a time; fanout: recipient devices. Default: 200, offline 400,"
              + " idle 1000, connect 64.")
  @Nullable Integer connections;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Messages a second by the clock; 0 for closed loop, soak: for 500." + DEFAULT)
  double rate = 0;

  @Option(
      names = "--window",
      paramLabel = "N",
      description = "Closed loop: messages in flight for each sender, 1 to 256." + DEFAULT)
  int window = 8;

  @Option(
      names = "--payload",
      paramLabel = "BYTES",
      description = "Padded size: 256 times a power of two, up to 65536." + DEFAULT)
  int payload = 1024;

  @Option(names = "--duration", paramLabel = "SECONDS", description = "Measured time." + DEFAULT)
  int duration = 30;

  @Option(names = "--warmup", paramLabel = "SECONDS", description = "Time before that." + DEFAULT)
  int warmup = 10;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the report as JSON too; - for standard output.")
  @Nullable Path json;

  @Option(names = "--html", paramLabel = "FILE", description = "Write a page with plots too.")
  @Nullable Path html;

  @Option(
      names = "--prekeys",
      paramLabel = "N",
      description = "One-time pre-keys of each device." + DEFAULT)
  int preKeys = 1;

  @Option(
      names = "--devices",
      paramLabel = "N",
      description = "fanout: devices of each user, 1 to 16." + DEFAULT)
  int devices = 16;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Event loops of this process. Default: half of the processors.")
  int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Makes the content of the messages the same again. Default: random.")
  @Nullable Long seed;

  /**
   * The options, checked.
   *
   * @throws ParameterException if one is out of range
   */
  ScenarioOptions scenario(int usualConnections) {
    int sessions = connections == null ? usualConnections : connections;
    require(sessions >= 1, "--connections: " + sessions + " (expected: 1 or more)");
    require(rate >= 0, "--rate: " + rate + " (expected: 0 or more)");
    require(window >= 1 && window <= 256, "--window: " + window + " (expected: 1 to 256)");
    require(
        PayloadSizes.isPadded(payload),
        "--payload: " + payload + " (expected: 256 times a power of two, up to 65536)");
    require(duration >= 1, "--duration: " + duration + " (expected: 1 or more seconds)");
    require(warmup >= 0, "--warmup: " + warmup + " (expected: 0 or more seconds)");
    require(preKeys >= 0, "--prekeys: " + preKeys + " (expected: 0 or more)");
    require(devices >= 1 && devices <= 16, "--devices: " + devices + " (expected: 1 to 16)");
    require(threads >= 1, "--threads: " + threads + " (expected: 1 or more)");
    requireUrl("--url", url);
    requireUrl("--management-url", managementUrl);
    require(ReportFile.isPossible(json), "--json: " + json + ReportFile.EXPECTED);
    require(ReportFile.isPossible(html), "--html: " + html + ReportFile.EXPECTED);
    return new ScenarioOptions(
        sessions,
        rate,
        window,
        payload,
        Duration.ofSeconds(warmup),
        Duration.ofSeconds(duration),
        preKeys,
        devices);
  }

  /**
   * Refuses one address alone that is not of the server that the other would be looked up for.
   *
   * @throws ParameterException if it is
   */
  void requireOneServer(ServerSettings here) {
    require(
        url == null || managementUrl != null || here.isAt(ServerUrl.parse(url)),
        "--url: "
            + url
            + " is not the server that is looked for here, whose accounts would be made instead"
            + " (expected: its --management-url too, and its --admin-token-file; that port listens"
            + " on loopback of the server's machine)");
    require(
        managementUrl == null || url != null || here.isManagedAt(ServerUrl.parse(managementUrl)),
        "--management-url: "
            + managementUrl
            + " is not of the server that is looked for here (expected: its --url too)");
  }

  private void requireUrl(String option, @Nullable String value) {
    try {
      if (value != null) {
        ServerUrl.parse(value);
      }
    } catch (IllegalArgumentException e) {
      require(false, option + ": " + value + " (expected: http://HOST[:PORT] or https://…)");
    }
  }

  private void require(boolean right, String message) {
    if (!right && command != null) {
      throw new ParameterException(command.commandLine(), message);
    }
  }
}
