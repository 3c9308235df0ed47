package dev.letterlock.server.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
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

/** Signs all devices of an account out; it stays open to whoever can sign in. */
@Command(
    name = "revoke",
    mixinStandardHelpOptions = true,
    description = {
      "Sign all devices of an account out.",
      "",
      "They sign in again with the account's password and their own key: to keep an account out use"
          + " user disable. Only the account's owner can take a device from its list.",
      ""
    },
    sortOptions = false)
final class UserRevokeCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NAME", description = "The account's name.")
  private String name = "";

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  UserRevokeCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (AdminClient server = AdminClient.of(ConfigFlags.sources(spec, surroundings))) {
      JsonNode answer =
          server.post("/admin/users/" + AdminClient.encode(name) + "/revoke", Json.object());
      String line =
          json ? Json.write(answer) : answer.path("signed_out").asInt() + " devices signed out";
      spec.commandLine().getOut().println(line);
      return ExitCode.OK;
    }
  }
}
