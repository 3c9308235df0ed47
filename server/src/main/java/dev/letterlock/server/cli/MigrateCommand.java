package dev.letterlock.server.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.letterlock.server.Migration;
import dev.letterlock.server.cli.run.CommandFailure;
import dev.letterlock.server.cli.run.ConfigFlags;
import dev.letterlock.server.cli.run.ExitCode;
import dev.letterlock.server.cli.run.Json;
import dev.letterlock.server.cli.run.Surroundings;
import dev.letterlock.server.config.ConfigReader;
import dev.letterlock.server.config.ServerConfig;
import dev.letterlock.storage.StoreUnavailableException;
import dev.letterlock.storage.inbox.InboxUnavailableException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Moves what DATA_DIR holds to a Redis and a MongoDB. */
@Command(
    name = "migrate",
    mixinStandardHelpOptions = true,
    description = {
      "Move what DATA_DIR holds to REDIS_URL and MONGODB_URI, which must be empty: accounts,"
          + " devices, keys, groups, receipts, and the messages that wait.",
      "",
      "No server may run on any of the three meanwhile. Cut short anywhere, even by kill -9, it goes"
          + " on when it is run again. Nothing in DATA_DIR is deleted, but nobody serves from it"
          + " any more.",
      "",
      "Exit code: 0 all is there, 78 the configuration is at fault, 74 what is stored cannot be"
          + " used, 69 something is away.",
      ""
    },
    sortOptions = false)
final class MigrateCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  MigrateCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    ServerConfig.Storage config = ConfigReader.migration(ConfigFlags.sources(spec, surroundings));
    MigrateProgress progress = new MigrateProgress(spec.commandLine().getErr());
    try {
      Migration.Result result = Migration.run(config, progress, Clock.systemUTC());
      progress.end();
      report(config, result, progress);
      return ExitCode.OK;
    } catch (RuntimeException e) {
      progress.end();
      throw inWords(e, config);
    }
  }

  private static RuntimeException inWords(RuntimeException e, ServerConfig.Storage config) {
    return switch (e) {
      case StoreUnavailableException away -> goOnLater(String.valueOf(away.getMessage()));
      case InboxUnavailableException away -> goOnLater(String.valueOf(away.getMessage()));
      default -> StartFailure.inWords(e, config);
    };
  }

  private static CommandFailure goOnLater(String why) {
    return new CommandFailure(
        ExitCode.UNAVAILABLE,
        "The move has stopped, because a database cannot be used ("
            + why
            + "). Start or mend it, or correct MONGODB_URI or REDIS_URL, and run ./letterlock migrate "
            + "again: it goes on where it was.");
  }

  private void report(
      ServerConfig.Storage config, Migration.Result result, MigrateProgress progress) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      ObjectNode object = Json.object();
      object.put("data_directory", config.dataDir().toString());
      object.put("to", result.to()).put("moved_before", result.before());
      object.putPOJO("moved", progress.moved());
      out.println(Json.write(object));
    } else if (result.before()) {
      out.println(config.dataDir() + " was moved before, to " + result.to() + ".");
    } else {
      progress.moved().forEach((what, number) -> out.printf("%-16s %,d%n", what, number));
      out.println(config.dataDir() + " was moved to " + result.to() + ".");
      out.println(
          "Every server needs the same REDIS_URL, MONGODB_URI and JWT_SECRET. To keep devices signed"
              + " in, give all of them a copy of "
              + config.dataDir().resolve("jwt-secret")
              + " as JWT_SECRET_FILE, unless JWT_SECRET was set before.");
    }
  }
}
