package dev.letterlock.server.cli;

import dev.letterlock.server.cli.run.ExitCode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints what lets a shell complete the commands and their options. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = {
      "Print a script for bash and zsh that completes commands and options.",
      "",
      "For this shell: source <(./letterlock completion)",
      ""
    })
final class CompletionCommand implements Callable<Integer> {
  /** The launcher has them run by other programs. */
  private static final List<String> ELSEWHERE = List.of("chat", "loadtest", "bench", "train");

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    CommandLine all = spec.root().commandLine();
    ELSEWHERE.forEach(name -> all.addSubcommand(name, new Elsewhere()));
    spec.commandLine().getOut().print(AutoComplete.bash("letterlock", all));
    spec.commandLine().getOut().flush();
    return ExitCode.OK;
  }

  /** A command of another program, of which no more than the name is known here. */
  @Command
  private static final class Elsewhere {}
}
