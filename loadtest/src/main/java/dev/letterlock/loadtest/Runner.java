package dev.letterlock.loadtest;

import dev.letterlock.client.transport.ClientTransport;
import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.loadtest.measure.BarProgress;
import dev.letterlock.loadtest.measure.PlainProgress;
import dev.letterlock.loadtest.measure.Progress;
import dev.letterlock.loadtest.peer.CryptoKit;
import dev.letterlock.loadtest.peer.LoadRun;
import dev.letterlock.loadtest.provision.AdminClient;
import dev.letterlock.loadtest.provision.AdminToken;
import dev.letterlock.loadtest.provision.Provisioner;
import dev.letterlock.loadtest.report.HtmlReport;
import dev.letterlock.loadtest.report.JsonReport;
import dev.letterlock.loadtest.report.TextReport;
import dev.letterlock.loadtest.scenario.Outcome;
import dev.letterlock.loadtest.scenario.Scenario;
import dev.letterlock.loadtest.scenario.ScenarioOptions;
import dev.letterlock.loadtest.scenario.Setup;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/** Puts the parts of a run together, lets a scenario run on them and writes the reports. */
final class Runner {

  private final RunOptions options;
  private final PrintStream out;
  private final PrintStream prose;
  private final boolean live;

  /**
   * Prepares a run.
   *
   * @param out takes the reports, and what is said to people unless {@code --json -} takes it all
   * @param err takes what is said to people then
   * @param live whether {@code out} is a terminal that can show a moving bar
   */
  Runner(RunOptions options, PrintStream out, PrintStream err, boolean live) {
    this.options = options;
    this.out = out;
    this.prose = ReportFile.isStandardOut(options.json) ? err : out;
    this.live = live;
  }

  int run(Scenario scenario, int usualConnections) throws InterruptedException, IOException {
    ScenarioOptions asked = options.scenario(usualConnections);
    Target target = target();
    CryptoKit crypto = CryptoKit.load();
    try (AdminClient admin = new AdminClient(target.management(), target.token());
        Progress progress = progress();
        LoadRun run = loadRun(target.url(), crypto)) {
      Provisioner provisioner = new Provisioner(admin, crypto.e1(), Clock.systemUTC(), progress);
      Outcome outcome = scenario.run(new Setup(asked, run, admin, provisioner, progress));
      write(outcome);
      return outcome.verdict().exitCode();
    }
  }

  /** What an option does not name is looked up as the server looks it up. */
  private Target target() {
    Path file = options.adminTokenFile;
    if (options.url != null && options.managementUrl != null && file != null) {
      return new Target(
          ServerUrl.parse(options.url),
          ServerUrl.parse(options.managementUrl),
          AdminToken.in(file));
    }
    ServerSettings server = ServerSettings.in(Path.of(""), System.getenv());
    options.requireOneServer(server);
    return new Target(
        options.url == null ? server.url() : ServerUrl.parse(options.url),
        options.managementUrl == null
            ? server.managementUrl()
            : ServerUrl.parse(options.managementUrl),
        file == null ? server.adminToken() : AdminToken.in(file));
  }

  /** The server that is driven. */
  private record Target(ServerUrl url, ServerUrl management, AdminToken token) {}

  private LoadRun loadRun(ServerUrl server, CryptoKit crypto) {
    long id = options.seed == null ? ThreadLocalRandom.current().nextLong() : options.seed;
    return new LoadRun(server, ClientTransport.start(options.threads), crypto, options.payload, id);
  }

  private Progress progress() {
    return live ? new BarProgress() : new PlainProgress(prose);
  }

  private void write(Outcome outcome) throws IOException {
    String summary =
        TextReport.of(outcome.report(), outcome.notes(), troubles(outcome), outcome.verdict());
    prose.print(summary);
    if (options.json != null) {
      ReportFile.write(options.json, JsonReport.of(outcome.report()), out);
    }
    if (options.html != null) {
      Files.writeString(
          options.html,
          HtmlReport.of(outcome.report(), outcome.window(), outcome.footprints(), summary));
      prose.println("  Plots: " + options.html);
    }
  }

  private static Map<String, Long> troubles(Outcome outcome) {
    Map<String, Long> troubles = new TreeMap<>(outcome.troubles());
    if (outcome.away() > 0) {
      troubles.put("sessions that the server told to go away", outcome.away());
    }
    if (outcome.corrupt() > 0) {
      troubles.put("arrived unreadable or changed", outcome.corrupt());
    }
    return troubles;
  }
}
