package dev.letterlock.server.cli.admin;

import dev.letterlock.server.cli.run.CommandFailure;
import dev.letterlock.server.cli.run.ConfigFlags;
import dev.letterlock.server.cli.run.ExitCode;
import dev.letterlock.server.cli.run.Json;
import dev.letterlock.server.cli.run.Surroundings;
import dev.letterlock.server.features.backup.BackupException;
import dev.letterlock.server.features.backup.Restore;
import dev.letterlock.settings.Settings;
import dev.letterlock.settings.SharedKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a DATA_DIR out of a backup; a server starts on it as usual. */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    description = {
      "Make DATA_DIR out of a backup, which is verified first; DATA_DIR must not exist or be empty.",
      "",
      "What was accepted, registered and acked since the backup is gone. The inboxes begin a new"
          + " epoch, and devices send again what the server had accepted within ACCEPTED_HORIZON.",
      ""
    },
    sortOptions = false)
final class RestoreCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "BACKUP", description = "The directory that letterlock backup made.")
  private Path backup = Path.of("");

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  RestoreCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Path data =
        Settings.resolve(List.of(SharedKeys.DATA_DIR), ConfigFlags.sources(spec, surroundings))
            .orThrow()
            .get(SharedKeys.DATA_DIR);
    try {
      new Restore(backup, data, Clock.systemUTC())
          .run(step -> spec.commandLine().getErr().println(step + "…"));
    } catch (BackupException e) {
      throw new CommandFailure(ExitCode.STORAGE, "backup_unusable", String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.STORAGE, "Nothing was restored, a file cannot be read or written: " + e);
    }
    spec.commandLine()
        .getOut()
        .println(
            json
                ? Json.write(Json.object().put("data_directory", data.toString()))
                : data + " is restored. Start it with: ./letterlock serve --data-dir " + data);
    return ExitCode.OK;
  }
}
