package dev.letterlock.server.cli.admin;

import dev.letterlock.server.cli.run.ConfigFlags;
import dev.letterlock.server.cli.run.ExitCode;
import dev.letterlock.server.cli.run.Json;
import dev.letterlock.server.cli.run.Surroundings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Disables an account: its devices are cut off and nobody can sign in to it. */
@Command(
    name = "disable",
    mixinStandardHelpOptions = true,
    description = "Disable an account and cut off its devices.",
    sortOptions = false)
final class UserDisableCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NAME", description = "The account's name.")
  private String name = "";

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  UserDisableCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (AdminClient server = AdminClient.of(ConfigFlags.sources(spec, surroundings))) {
      server.post("/admin/users/" + AdminClient.encode(name) + "/disable", Json.object());
      if (json) {
        spec.commandLine()
            .getOut()
            .println(Json.write(Json.object().put("name", name).put("disabled", true)));
      }
      return ExitCode.OK;
    }
  }
}
