package dev.letterlock.server.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.letterlock.server.cli.run.ConfigFlags;
import dev.letterlock.server.cli.run.ExitCode;
import dev.letterlock.server.cli.run.Json;
import dev.letterlock.server.cli.run.Surroundings;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the devices of an account and until when each is signed in. */
@Command(
    name = "sessions",
    mixinStandardHelpOptions = true,
    description = "Print the devices of an account, and until when each is signed in.",
    sortOptions = false)
final class UserSessionsCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NAME", description = "The account's name.")
  private String name = "";

  @Option(names = "--json", description = "Print one JSON object per line.")
  private boolean json;

  UserSessionsCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (AdminClient server = AdminClient.of(ConfigFlags.sources(spec, surroundings))) {
      server
          .get("/admin/users/" + AdminClient.encode(name) + "/sessions")
          .path("sessions")
          .forEach(this::print);
      return ExitCode.OK;
    }
  }

  private void print(JsonNode session) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.write(session));
    } else {
      String until = session.path("signed_in_until").asText("");
      out.printf(
          "device %-10d last seen %s  %s%n",
          session.path("device_id").asLong(),
          session.path("last_seen").asText(),
          until.isEmpty() ? "signed out" : "signed in until " + until);
    }
  }
}
