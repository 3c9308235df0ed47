package dev.letterlock.server.cli;

import dev.letterlock.server.Dependencies;
import dev.letterlock.server.Letterlock;
import dev.letterlock.server.Logging;
import dev.letterlock.server.ThisMachine;
import dev.letterlock.server.cli.run.CommandFailure;
import dev.letterlock.server.cli.run.ConfigFlags;
import dev.letterlock.server.cli.run.ExitCode;
import dev.letterlock.server.cli.run.Json;
import dev.letterlock.server.cli.run.Surroundings;
import dev.letterlock.server.config.ConfigReader;
import dev.letterlock.server.config.ServerConfig;
import dev.letterlock.storage.inbox.local.FsyncProbe;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Validates the configuration and tries everything that it names by starting a server with it and
 * stopping it again, or, where one runs already, without: 0 when all is well, 78 for the
 * configuration, 69 for something that is away.
 */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = "Validate the configuration and try every dependency.",
    sortOptions = false)
final class CheckCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  CheckCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    ServerConfig config =
        ConfigReader.read(ConfigFlags.sources(spec, surroundings), new ThisMachine());
    Logging.configure(config.log());
    Dependencies dependencies = new Dependencies(config);
    String running = dependencies.runningServer();
    Map<String, Object> found = new LinkedHashMap<>();
    found.put("server", running == null ? "can start" : "running, process id " + running);
    found.put("data_directory", config.storage().dataDir().toString());
    found.put("durability", config.storage().durability().name());
    found.put("mongo", config.storage().mongodbUri() == null ? "embedded" : "reached");
    found.put("webhook", config.notifications().webhook() == null ? "none" : "reached");
    if (running == null) {
      startAndStop(config, found);
    } else {
      ServeCommand.orUnavailable(dependencies::reachMongo);
    }
    reachWebhook(dependencies);
    addFsync(found, config.storage().dataDir());
    print(found);
    return ExitCode.OK;
  }

  private static void startAndStop(ServerConfig config, Map<String, Object> found) {
    try (Letterlock server = ServeCommand.start(config)) {
      found.put("transport", server.transport());
    }
  }

  private static void reachWebhook(Dependencies dependencies) {
    try {
      dependencies.reachWebhook();
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.UNAVAILABLE,
          "WEBHOOK_URL: nobody can be reached at "
              + e.getMessage()
              + ". Start what listens there, correct WEBHOOK_URL, or leave it away.");
    }
  }

  private static void addFsync(Map<String, Object> found, Path dataDirectory) {
    try {
      FsyncProbe fsync = FsyncProbe.measure(dataDirectory);
      found.put("fsync_p50_micros", fsync.p50Micros());
      found.put("fsync_p99_micros", fsync.p99Micros());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void print(Map<String, Object> found) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.write(found));
    } else {
      found.forEach((name, value) -> out.printf("%-18s %s%n", name, value));
      out.println("All is well.");
    }
  }
}
