package dev.letterlock.server.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.letterlock.server.cli.run.CommandFailure;
import dev.letterlock.server.cli.run.ConfigFlags;
import dev.letterlock.server.cli.run.ExitCode;
import dev.letterlock.server.cli.run.Json;
import dev.letterlock.server.cli.run.Surroundings;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends a file of accounts to the server, and reports progress, failed lines and the result. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = "Make many accounts with devices and pre-keys, one JSON object per line.",
    sortOptions = false)
final class UserImportCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The accounts; - for standard input.")
  private String file = "-";

  @Option(
      names = "--json",
      description = "Print the server's answer as it is, one JSON object per line.")
  private boolean json;

  private boolean done;
  private long failed;

  UserImportCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (AdminClient server = AdminClient.of(ConfigFlags.sources(spec, surroundings));
        Stream<String> answer = server.postLines("/admin/import", Lines.from(file, surroundings))) {
      answer.forEach(this::report);
    }
    if (!done) {
      throw new CommandFailure(
          ExitCode.UNAVAILABLE, "The server stopped before it was done; import the file again.");
    }
    return failed == 0 ? ExitCode.OK : ExitCode.FAILED;
  }

  private void report(String line) {
    JsonNode event = Json.readObject(line, "The server's answer");
    if (event.path("done").asBoolean()) {
      done = true;
      failed = event.path("failed").asLong();
    }
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    if (json) {
      out.println(line);
    } else if (event.has("line")) {
      err.printf(
          "line %d: %s %s%n",
          event.path("line").asLong(), event.path("code").asText(), event.path("detail").asText());
    } else if (event.path("done").asBoolean()) {
      out.printf("%d imported, %d failed%n", event.path("imported").asLong(), failed);
    } else {
      err.printf("%d imported…%n", event.path("imported").asLong());
    }
    out.flush();
  }
}
