package dev.letterlock.server.cli;

import dev.letterlock.server.Dependencies;
import dev.letterlock.server.Logging;
import dev.letterlock.server.ThisMachine;
import dev.letterlock.server.cli.run.CommandFailure;
import dev.letterlock.server.cli.run.ConfigFlags;
import dev.letterlock.server.cli.run.ExitCode;
import dev.letterlock.server.cli.run.Surroundings;
import dev.letterlock.server.config.ConfigReader;
import dev.letterlock.server.config.ConfigReader.Examined;
import dev.letterlock.server.config.Keys;
import dev.letterlock.server.config.ServerConfig;
import dev.letterlock.settings.ConfigException;
import dev.letterlock.settings.SharedKeys;
import dev.letterlock.storage.inbox.local.FsyncProbe;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Validates the configuration and tries everything that it names, one by one and without a server,
 * so that all that is missing is said at once.
 */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Validate the configuration and try every dependency, each by itself.",
      "",
      "All that is wrong is said at once. Nothing is served, no port is opened, no job begins. It"
          + " leaves nothing behind but for JobRunr's tables, which it brings up to date where jobs"
          + " are kept already or MONGODB_URI is set; in MongoDB it has the server's lease"
          + " meanwhile. Beside a running server it looks at the configuration, MongoDB, the"
          + " webhook and the disk alone.",
      "",
      "Exit code: 0 all is well, 78 the configuration is at fault, 74 what is stored cannot be"
          + " used, 69 something is away.",
      ""
    },
    sortOptions = false)
final class CheckCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Print one JSON object, whatever is found.")
  private boolean json;

  CheckCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Examined examined =
        ConfigReader.examine(ConfigFlags.sources(spec, surroundings), new ThisMachine());
    ServerConfig config = examined.config();
    Findings findings = new Findings(config);
    findings.addFaults(examined.faults());
    Logging.configure(config.log());
    look(config, examined, findings);
    if (json) {
      spec.commandLine().getOut().println(findings.json());
    } else {
      findings.print(spec.commandLine().getOut());
    }
    findings.printTroubles(spec.commandLine().getErr());
    return findings.exitCode();
  }

  private static void look(ServerConfig config, Examined examined, Findings findings) {
    Dependencies dependencies = new Dependencies(config);
    String running = examined.server();
    if (examined.understands(SharedKeys.DATA_DIR)) {
      findings.add("server", running == null ? "none runs" : "running, process id " + running);
      findings.add("data_directory", config.storage().dataDir().toString());
    }
    if (examined.understands(Keys.DURABILITY)) {
      findings.add("durability", config.storage().durability().name().toLowerCase(Locale.ROOT));
    }
    if (examined.understands(Keys.TRANSPORT)) {
      findings.attempt("transport", dependencies::transport);
    }
    boolean usable = examined.isSound(SharedKeys.DATA_DIR);
    boolean named = examined.understands(Keys.MONGODB_URI);
    if (running != null && named) {
      findings.attempt("mongo", dependencies::mongoOfRunningServer);
    } else if (running == null && usable) {
      lookAtStorage(dependencies, config.storage(), named, findings);
    } else if (config.storage().mongodbUri() != null) {
      findings.attempt("mongo", dependencies::mongo);
    }
    if (config.storage().inboxes().redis() != null) {
      findings.attempt("inbox", dependencies::inbox);
    }
    if (examined.understands(Keys.WEBHOOK_URL, Keys.WEBHOOK_SECRET)) {
      findings.attempt("webhook", () -> webhook(dependencies));
    }
    if (usable) {
      findings.attempt("fsync", () -> fsync(dependencies, findings));
    }
  }

  /**
   * Looks at what is in DATA_DIR, and at MongoDB.
   *
   * @param named whether it is understood which one
   */
  private static void lookAtStorage(
      Dependencies dependencies, ServerConfig.Storage config, boolean named, Findings findings) {
    try (Dependencies.Held _ = dependencies.hold()) {
      findings.attempt("moved", dependencies::moved);
      boolean reached = named && findings.attempt("mongo", dependencies::mongo);
      if (config.inboxes().redis() == null) {
        findings.attempt("inbox", dependencies::inbox);
      }
      if (reached || (named && config.mongodbUri() == null)) {
        findings.attempt("jobs", () -> jobs(dependencies));
      }
    } catch (RuntimeException e) {
      findings.add(e);
    }
  }

  private static String jobs(Dependencies dependencies) throws IOException {
    try {
      return dependencies.jobs();
    } catch (ConfigException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new CommandFailure(
          ExitCode.UNAVAILABLE,
          "The jobs' database cannot be used: "
              + rootOf(e)
              + ". Mend it; until then a server runs"
              + " without receipts in MongoDB and without wake-ups.");
    }
  }

  private static String webhook(Dependencies dependencies) {
    try {
      return dependencies.webhook();
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.UNAVAILABLE,
          "WEBHOOK_URL: nobody can be reached at "
              + e.getMessage()
              + ". Start what listens there, correct WEBHOOK_URL, or leave it away.");
    }
  }

  private static @Nullable String fsync(Dependencies dependencies, Findings findings)
      throws IOException {
    FsyncProbe fsync = dependencies.fsync();
    findings.add("fsync_p50_micros", fsync.p50Micros());
    findings.add("fsync_p99_micros", fsync.p99Micros());
    return null;
  }

  private static String rootOf(Throwable failure) {
    Throwable cause = failure.getCause();
    return cause == null
        ? failure.getClass().getSimpleName() + ": " + failure.getMessage()
        : rootOf(cause);
  }
}
