package dev.letterlock.settings;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
  private static final String FILE = "_FILE";

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

  /**
   * A line for each name in {@code .env} that seems meant for one of the keys and is none. Others
   * are left alone: the file may be shared with other programs.
   */
  public List<String> warnings(List<Key<?>> keys) {
    return new LikelyNames(keys).warnings(dotEnv.keySet());
  }

  /** The same without these keys, in either form. */
  public Sources without(Set<String> keys) {
    return new Sources(
        without(keys, flags), without(keys, environment), without(keys, dotEnv), faults);
  }

  private static Map<String, String> without(Set<String> keys, Map<String, String> texts) {
    Map<String, String> left = new HashMap<>(texts);
    left.keySet().removeIf(name -> keys.contains(name) || keys.contains(keyOfFile(name)));
    return left;
  }

  private static String keyOfFile(String name) {
    return name.endsWith(FILE) ? name.substring(0, name.length() - FILE.length()) : name;
  }
}
