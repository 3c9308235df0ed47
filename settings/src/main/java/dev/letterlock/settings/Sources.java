package dev.letterlock.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The texts that a configuration is read from, by key name or {@code NAME_FILE}; the earlier
 * component wins.
 *
 * @param flags from the command line; one that is no key is a fault
 * @param environment the process's environment; what is no key is ignored
 * @param dotEnv the lines of {@code .env} in the working directory; what is no key is ignored
 * @param faults what kept parts of these from being read, to be reported with all others
 */
public record Sources(
    Map<String, String> flags,
    Map<String, String> environment,
    Map<String, String> dotEnv,
    List<ConfigFault> faults) {
  public Sources {
    flags = Map.copyOf(flags);
    environment = Map.copyOf(environment);
    dotEnv = Map.copyOf(dotEnv);
    faults = List.copyOf(faults);
  }

  /** Sources that could all be read. */
  public Sources(
      Map<String, String> flags, Map<String, String> environment, Map<String, String> dotEnv) {
    this(flags, environment, dotEnv, List.of());
  }

  /**
   * Flags as given, the environment as given, and {@code .env} in {@code directory} when there is
   * one.
   */
  public static Sources in(
      Path directory, Map<String, String> flags, Map<String, String> environment) {
    DotEnv file = DotEnv.in(directory);
    return new Sources(flags, environment, file.values(), file.faults());
  }
}
