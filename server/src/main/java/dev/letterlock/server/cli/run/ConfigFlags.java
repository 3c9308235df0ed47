package dev.letterlock.server.cli.run;

import dev.letterlock.server.config.Keys;
import dev.letterlock.settings.Key;
import dev.letterlock.settings.Sources;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * The options that set configuration keys, made from the keys' declaration. An option that is no
 * key is kept, so that it is reported together with every other fault.
 */
public final class ConfigFlags {
  private ConfigFlags() {}

  /**
   * Gives a command an option for each of the keys, and lets unknown options through to {@link
   * #sources}.
   */
  public static CommandLine declare(CommandLine command, List<Key<?>> keys) {
    return declare(command, keys, Map.of());
  }

  /**
   * The same for a command to which some keys mean something else than to the server.
   *
   * @param meanings instead of the summaries of those
   */
  public static CommandLine declare(
      CommandLine command, List<Key<?>> keys, Map<Key<?>, String> meanings) {
    keys.forEach(key ->
        command.getCommandSpec().addOption(option(key, meanings.getOrDefault(key, key.summary()))));
    return command.setUnmatchedArgumentsAllowed(true);
  }

  /**
   * What the command line, the environment and {@code .env} say; call it once, when the command
   * runs. Warns of names in {@code .env} that are meant for a key and are none.
   *
   * @throws ParameterException when an argument is left over that is not an option
   */
  public static Sources sources(CommandSpec command, Surroundings surroundings) {
    Map<String, String> given = new LinkedHashMap<>();
    for (Key<?> key : Keys.ALL) {
      OptionSpec option = command.findOption(key.flag());
      String value = option == null ? null : option.getValue();
      if (value != null) {
        given.put(key.secret() ? key.fileName() : key.name(), value);
      }
    }
    addUnknown(command.commandLine(), given);
    Sources sources = surroundings.sources(given);
    for (String warning : sources.warnings(Keys.ALL)) {
      command.commandLine().getErr().println(warning);
    }
    return sources;
  }

  private static void addUnknown(CommandLine command, Map<String, String> given) {
    boolean valueMayFollow = false;
    for (String argument : command.getUnmatchedArguments()) {
      if (argument.startsWith("-")) {
        String[] nameAndValue = argument.split("=", 2);
        given.put(nameAndValue[0], "");
        valueMayFollow = nameAndValue.length == 1;
      } else if (valueMayFollow) {
        valueMayFollow = false;
      } else {
        throw new ParameterException(command, "Unexpected argument: " + argument);
      }
    }
  }

  private static OptionSpec option(Key<?> key, String meaning) {
    return OptionSpec.builder(key.flag())
        .type(String.class)
        .paramLabel(key.secret() ? "FILE" : "VALUE")
        .description(meaning + " Default: " + key.shownDefault())
        .build();
  }
}
