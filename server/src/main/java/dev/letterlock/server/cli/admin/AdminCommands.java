package dev.letterlock.server.cli.admin;

import dev.letterlock.server.cli.run.ConfigFlags;
import dev.letterlock.server.cli.run.Surroundings;
import dev.letterlock.settings.SharedKeys;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The administering commands, with the options that say which server and with which token. */
public final class AdminCommands {
  private AdminCommands() {}

  /** {@code user add|import|list|sessions|revoke|disable}. */
  public static CommandLine user(Surroundings surroundings) {
    return new CommandLine(new UserGroup())
        .addSubcommand(administering(new UserAddCommand(surroundings)))
        .addSubcommand(administering(new UserImportCommand(surroundings)))
        .addSubcommand(administering(new UserListCommand(surroundings)))
        .addSubcommand(administering(new UserSessionsCommand(surroundings)))
        .addSubcommand(administering(new UserRevokeCommand(surroundings)))
        .addSubcommand(administering(new UserDisableCommand(surroundings)));
  }

  /** {@code backup}. */
  public static CommandLine backup(Surroundings surroundings) {
    return administering(new BackupCommand(surroundings));
  }

  /** {@code restore}: it needs no server, but must not take the place of one. */
  public static CommandLine restore(Surroundings surroundings) {
    return ConfigFlags.declare(
        new CommandLine(new RestoreCommand(surroundings)), List.of(SharedKeys.DATA_DIR));
  }

  /** {@code token mint}. */
  public static CommandLine tokenMint(Surroundings surroundings) {
    return administering(new TokenMintCommand(surroundings));
  }

  private static CommandLine administering(Object command) {
    return ConfigFlags.declare(new CommandLine(command), AdminClient.KEYS, AdminClient.MEANINGS);
  }

  @Command(
      name = "user",
      mixinStandardHelpOptions = true,
      description = "Administer the accounts of the running server.",
      synopsisSubcommandLabel = "COMMAND")
  private static final class UserGroup {}
}
