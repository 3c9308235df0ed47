package dev.letterlock.server.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.letterlock.server.cli.run.CommandFailure;
import dev.letterlock.server.cli.run.ConfigFlags;
import dev.letterlock.server.cli.run.ExitCode;
import dev.letterlock.server.cli.run.Json;
import dev.letterlock.server.cli.run.Surroundings;
import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Makes an account. The password comes from a file, standard input or a prompt, never from the
 * command line.
 */
@Command(
    name = "add",
    mixinStandardHelpOptions = true,
    description = "Make an account and print its user id.",
    sortOptions = false)
final class UserAddCommand implements Callable<Integer> {
  private static final int MAX_PASSWORD_BYTES = 4 * 1024;

  private final Surroundings surroundings;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NAME", description = "The name to sign in with.")
  private String name = "";

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "Holds the password; - for standard input. Without it you are asked.")
  private @Nullable String passwordFile;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  UserAddCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (AdminClient server = AdminClient.of(ConfigFlags.sources(spec, surroundings))) {
      JsonNode answer =
          server.post("/admin/users", Json.object().put("name", name).put("password", password()));
      spec.commandLine()
          .getOut()
          .println(json ? Json.write(answer) : answer.path("user_id").asText());
      return ExitCode.OK;
    }
  }

  private String password() {
    if (passwordFile == null) {
      return ask();
    }
    try {
      byte[] bytes =
          "-".equals(passwordFile)
              ? surroundings.input().readNBytes(MAX_PASSWORD_BYTES)
              : Files.readAllBytes(Path.of(passwordFile));
      return new String(bytes, StandardCharsets.UTF_8).stripTrailing();
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.FAILED, passwordFile + " cannot be read.");
    }
  }

  private String ask() {
    return Optional.ofNullable(System.console())
        .filter(Console::isTerminal)
        .map(console -> console.readPassword("Password of %s: ", name))
        .map(String::new)
        .orElseThrow(() ->
            new ParameterException(
                spec.commandLine(), "There is no terminal to ask on: give --password-file."));
  }
}
