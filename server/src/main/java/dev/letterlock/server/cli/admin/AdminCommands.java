package dev.letterlock.server.cli.admin;

import dev.letterlock.server.cli.run.ConfigFlags;
import dev.letterlock.server.cli.run.Surroundings;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The administering commands, with the options that say which server and with which token. */
public final class AdminCommands {
  private AdminCommands() {}

  /** {@code user add|import|list|disable}. */
  public static CommandLine user(Surroundings surroundings) {
    return new CommandLine(new UserGroup())
        .addSubcommand(administering(new UserAddCommand(surroundings)))
        .addSubcommand(administering(new UserImportCommand(surroundings)))
        .addSubcommand(administering(new UserListCommand(surroundings)))
        .addSubcommand(administering(new UserDisableCommand(surroundings)));
  }

  /** {@code token mint}. */
  public static CommandLine tokenMint(Surroundings surroundings) {
    return administering(new TokenMintCommand(surroundings));
  }

  private static CommandLine administering(Object command) {
    return ConfigFlags.declare(new CommandLine(command), AdminClient.KEYS);
  }

  @Command(
      name = "user",
      mixinStandardHelpOptions = true,
      description = "Administer the accounts of the running server.",
      synopsisSubcommandLabel = "COMMAND")
  private static final class UserGroup {}
}
