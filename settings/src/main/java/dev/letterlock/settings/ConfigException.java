package dev.letterlock.settings;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The configuration cannot be used; carries everything that is wrong with it, so that all can be
 * mended at once.
 */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<ConfigFault> faults;

  public ConfigException(List<ConfigFault> faults) {
    super(
        faults.stream()
            .map(fault -> "  " + fault)
            .collect(Collectors.joining("\n", "The configuration has faults:\n", "")));
    this.faults = List.copyOf(faults);
  }

  public List<ConfigFault> faults() {
    return faults;
  }
}
