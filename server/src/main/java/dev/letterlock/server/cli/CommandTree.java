package dev.letterlock.server.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.letterlock.server.cli.admin.AdminCommands;
import dev.letterlock.server.cli.run.CommandFailure;
import dev.letterlock.server.cli.run.ConfigFlags;
import dev.letterlock.server.cli.run.ExitCode;
import dev.letterlock.server.cli.run.Json;
import dev.letterlock.server.cli.run.Surroundings;
import dev.letterlock.server.config.Keys;
import dev.letterlock.settings.ConfigException;
import dev.letterlock.settings.ConfigFault;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;

/** Puts the commands together and turns what they throw into exit codes. */
public final class CommandTree {
  private CommandTree() {}

  /** Runs one command and returns the process's exit code. */
  public static int run(Surroundings surroundings, String... arguments) {
    return create(surroundings).execute(arguments);
  }

  /**
   * All commands, ready to {@code execute}; they write to standard output and error unless told
   * otherwise.
   */
  static CommandLine create(Surroundings surroundings) {
    return new CommandLine(new Root())
        .addSubcommand(configured(new ServeCommand(surroundings)))
        .addSubcommand(configured(new CheckCommand(surroundings)))
        .addSubcommand("config", config(surroundings))
        .addSubcommand("genkey", new GenkeyCommand())
        .addSubcommand("user", AdminCommands.user(surroundings))
        .addSubcommand("token", token(surroundings))
        .addSubcommand("backup", AdminCommands.backup(surroundings))
        .addSubcommand("restore", AdminCommands.restore(surroundings))
        .addSubcommand(
            "migrate",
            ConfigFlags.declare(new CommandLine(new MigrateCommand(surroundings)), Keys.MIGRATION))
        .addSubcommand("completion", new CompletionCommand())
        .addSubcommand("version", new VersionCommand())
        .addSubcommand(new CommandLine.HelpCommand())
        .setExecutionExceptionHandler((e, line, result) -> report(e, line))
        .setUsageHelpAutoWidth(true);
  }

  private static CommandLine config(Surroundings surroundings) {
    return new CommandLine(new ConfigGroup())
        .addSubcommand(configured(new ConfigShowCommand(surroundings)))
        .addSubcommand(new ConfigExampleCommand())
        .addSubcommand(new ConfigTableCommand());
  }

  private static CommandLine configured(Object command) {
    return ConfigFlags.declare(new CommandLine(command), Keys.ALL);
  }

  private static CommandLine token(Surroundings surroundings) {
    return new CommandLine(new TokenGroup())
        .addSubcommand(AdminCommands.tokenMint(surroundings))
        .addSubcommand(new TokenInspectCommand(surroundings));
  }

  private static int report(Exception e, CommandLine line) {
    return switch (e) {
      case ConfigException faults ->
          explain(
              line,
              new CommandFailure(ExitCode.CONFIGURATION, String.valueOf(faults.getMessage())),
              faults.faults());
      case CommandFailure failure -> explain(line, failure, List.of());
      default -> {
        // Nobody expected this one, so its origin is worth more than a sentence.
        e.printStackTrace(line.getErr());
        yield ExitCode.FAILED;
      }
    };
  }

  /** One JSON object on standard output where the command was asked for JSON, else words. */
  private static int explain(CommandLine line, CommandFailure failure, List<ConfigFault> faults) {
    OptionSpec json = line.getCommandSpec().findOption("--json");
    if (json != null && Boolean.TRUE.equals(json.getValue())) {
      ObjectNode refusal =
          Json.object().put("code", failure.code()).put("detail", failure.getMessage());
      if (!faults.isEmpty()) {
        refusal.putPOJO("faults", faults);
      }
      line.getOut().println(Json.write(refusal));
    } else {
      line.getErr().println(failure.getMessage());
    }
    return failure.exitCode();
  }

  @Command(
      name = "letterlock",
      mixinStandardHelpOptions = true,
      versionProvider = VersionCommand.class,
      description = "An end-to-end-encrypted message server.",
      footer = {
        "",
        "Also, each with --help:",
        "letterlock chat, letterlock loadtest, letterlock bench, letterlock train."
      },
      synopsisSubcommandLabel = "COMMAND")
  private static final class Root {}

  @Command(
      name = "config",
      mixinStandardHelpOptions = true,
      description = "Show what is configured, and what can be.",
      synopsisSubcommandLabel = "COMMAND")
  private static final class ConfigGroup {}

  @Command(
      name = "token",
      mixinStandardHelpOptions = true,
      description = "Make and look at access tokens.",
      synopsisSubcommandLabel = "COMMAND")
  private static final class TokenGroup {}
}
