package dev.letterlock.server.cli;

import dev.letterlock.server.cli.run.ConfigFlags;
import dev.letterlock.server.cli.run.ExitCode;
import dev.letterlock.server.cli.run.Json;
import dev.letterlock.server.cli.run.Surroundings;
import dev.letterlock.server.config.ConfigText;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints every key, its value and where it came from; secrets as {@code ***}. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "Print every key, its value and where it came from.",
    sortOptions = false)
final class ConfigShowCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Print one JSON array.")
  private boolean json;

  ConfigShowCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    List<ConfigText.Shown> shown = ConfigText.shown(ConfigFlags.sources(spec, surroundings));
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.write(shown));
    } else {
      shown.forEach(one -> out.printf("%-26s %s  [%s]%n", one.key(), one.value(), one.origin()));
    }
    return ExitCode.OK;
  }
}
