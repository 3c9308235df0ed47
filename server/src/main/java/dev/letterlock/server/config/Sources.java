package dev.letterlock.server.config;

import io.github.cdimascio.dotenv.Dotenv;
import io.github.cdimascio.dotenv.DotenvEntry;
import io.github.cdimascio.dotenv.DotenvException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The texts that a configuration is read from, by key name or {@code NAME_FILE}; the earlier
 * component wins.
 *
 * @param flags from the command line; one that is no key is a fault
 * @param environment the process's environment; what is no key is ignored
 * @param dotEnv the lines of {@code .env} in the working directory; what is no key is ignored
 */
public record Sources(
    Map<String, String> flags, Map<String, String> environment, Map<String, String> dotEnv) {
  public Sources {
    flags = Map.copyOf(flags);
    environment = Map.copyOf(environment);
    dotEnv = Map.copyOf(dotEnv);
  }

  /**
   * Flags as given, the environment as given, and {@code .env} in {@code directory} when there is
   * one.
   */
  public static Sources in(
      Path directory, Map<String, String> flags, Map<String, String> environment) {
    return new Sources(flags, environment, dotEnv(directory));
  }

  private static Map<String, String> dotEnv(Path directory) {
    try {
      return Dotenv.configure()
          .directory(directory.toAbsolutePath().toString())
          .ignoreIfMissing()
          .load()
          .entries(Dotenv.Filter.DECLARED_IN_ENV_FILE)
          .stream()
          .collect(Collectors.toMap(DotenvEntry::getKey, DotenvEntry::getValue, (a, b) -> b));
    } catch (DotenvException e) {
      // The library's message quotes the malformed line, which may hold a secret.
      throw new ConfigException(
          List.of(
              new ConfigFault(
                  ".env",
                  directory.resolve(".env").toString(),
                  "a line is not NAME=VALUE",
                  "Write one NAME=VALUE on each line and begin comments with #")));
    }
  }
}
