package dev.letterlock.server.cli;

import dev.letterlock.server.cli.run.ExitCode;
import dev.letterlock.server.cli.run.Json;
import dev.letterlock.server.config.value.Secrets;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints a new entry for {@code JWT_SECRET}. */
@Command(
    name = "genkey",
    mixinStandardHelpOptions = true,
    description = "Print a new random entry for JWT_SECRET; put it first to sign with it.")
final class GenkeyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    String entry = Secrets.newJwtEntry(new SecureRandom()).expose();
    spec.commandLine()
        .getOut()
        .println(json ? Json.write(Json.object().put("jwt_secret", entry)) : entry);
    return ExitCode.OK;
  }
}
