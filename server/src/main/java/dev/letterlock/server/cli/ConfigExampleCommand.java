package dev.letterlock.server.cli;

import dev.letterlock.server.cli.run.ExitCode;
import dev.letterlock.server.config.ConfigText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the contents of {@code .env.example}. */
@Command(
    name = "example",
    mixinStandardHelpOptions = true,
    description = "Print a .env file with every key at its default.")
final class ConfigExampleCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().getOut().print(ConfigText.example());
    return ExitCode.OK;
  }
}
