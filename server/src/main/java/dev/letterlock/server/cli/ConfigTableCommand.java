package dev.letterlock.server.cli;

import dev.letterlock.server.cli.run.ExitCode;
import dev.letterlock.server.config.ConfigText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the table of docs/OPERATIONS.md. */
@Command(
    name = "table",
    mixinStandardHelpOptions = true,
    description = "Print a Markdown table of every key.")
final class ConfigTableCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().getOut().print(ConfigText.table());
    return ExitCode.OK;
  }
}
