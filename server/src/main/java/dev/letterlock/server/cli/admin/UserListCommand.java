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
import picocli.CommandLine.Spec;

/** Prints every account, page by page, so that any number of them takes little memory. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Print every account.",
    sortOptions = false)
final class UserListCommand implements Callable<Integer> {
  private static final int PAGE = 500;

  private final Surroundings surroundings;

  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Print one JSON object per line.")
  private boolean json;

  UserListCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (AdminClient server = AdminClient.of(ConfigFlags.sources(spec, surroundings))) {
      String after = "";
      do {
        JsonNode page =
            server.get("/admin/users?limit=" + PAGE + "&after=" + AdminClient.encode(after));
        page.path("users").forEach(this::print);
        after = page.path("next").asText("");
      } while (!after.isEmpty());
      return ExitCode.OK;
    }
  }

  private void print(JsonNode user) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.write(user));
    } else {
      out.printf(
          "%s  %-24s %d devices%s%n",
          user.path("user_id").asText(),
          user.path("name").asText(),
          user.path("devices").asInt(),
          user.path("disabled").asBoolean() ? "  disabled" : "");
    }
  }
}
