package dev.letterlock.server.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.letterlock.server.cli.run.CommandFailure;
import dev.letterlock.server.cli.run.ConfigFlags;
import dev.letterlock.server.cli.run.ExitCode;
import dev.letterlock.server.cli.run.Json;
import dev.letterlock.server.cli.run.Surroundings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks the running server to copy what it keeps, while it serves. */
@Command(
    name = "backup",
    mixinStandardHelpOptions = true,
    description = {
      "Copy what the running server keeps into a new directory, while it serves.",
      "",
      "The copy holds the messages that wait, the accounts unless they are in MONGODB_URI, and the"
          + " kept secrets: keep it as safe as DATA_DIR. Bring it back with letterlock restore.",
      ""
    },
    sortOptions = false)
final class BackupCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "DIRECTORY",
      description = "Where to, on the server's machine; not there yet, or empty.")
  private Path directory = Path.of("");

  @Option(
      names = "--json",
      description = "Print the server's answer as it is, one JSON object per line.")
  private boolean json;

  private @Nullable JsonNode last;

  BackupCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Path target = directory.toAbsolutePath().normalize();
    try (AdminClient server = AdminClient.of(ConfigFlags.sources(spec, surroundings));
        Stream<String> answer =
            server.postForLines(
                "/admin/backup", Json.object().put("directory", target.toString()))) {
      answer.forEach(this::report);
    }
    if (last == null || !last.has("done")) {
      throw new CommandFailure(
          ExitCode.UNAVAILABLE,
          "The server stopped before it was done; what it left is no backup.");
    }
    if (!last.path("done").asBoolean()) {
      if (json) {
        return ExitCode.STORAGE; // the server's last line has said why
      }
      throw new CommandFailure(ExitCode.STORAGE, last.path("detail").asText());
    }
    if (!json) {
      conclude(target, last);
    }
    return ExitCode.OK;
  }

  private void report(String line) {
    last = Json.readObject(line, "The server's answer");
    if (json) {
      spec.commandLine().getOut().println(line);
    } else if (last.has("step")) {
      spec.commandLine().getErr().println(last.path("step").asText() + "…");
    }
  }

  private void conclude(Path target, JsonNode done) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%s: %d files, %,d KiB%n",
        target, done.path("files").asLong(), done.path("bytes").asLong() >> 10);
    if (!done.path("accounts").asBoolean()) {
      out.println("The accounts are in MONGODB_URI: back them up after this, with its own tools.");
    }
    out.println("Bring it back with: ./letterlock restore " + target);
  }
}
