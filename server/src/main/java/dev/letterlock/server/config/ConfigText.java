package dev.letterlock.server.config;

import dev.letterlock.settings.ConfigException;
import dev.letterlock.settings.Key;
import dev.letterlock.settings.Sources;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The declaration of the keys as text: {@code .env.example}, the table in docs/OPERATIONS.md, and
 * what is in force.
 */
public final class ConfigText {
  private static final String EXAMPLE_HEAD =
      """
      # Copy to .env and change what you need. Flags win over the environment, the environment over
      # this file, this file over the defaults shown here. Every secret may also be given as NAME_FILE,
      # the path of a file that holds it. Made by: ./letterlock config example

      """;

  private ConfigText() {}

  /** One key in force. */
  public record Shown(String key, String value, String origin) {}

  /** The whole of {@code .env.example}: every key commented out at its default. */
  public static String example() {
    return Keys.ALL.stream()
        .map(ConfigText::exampleOf)
        .collect(Collectors.joining("\n", EXAMPLE_HEAD, ""));
  }

  /** The rows between the markers of docs/OPERATIONS.md. */
  public static String table() {
    return Keys.ALL.stream()
        .map(ConfigText::row)
        .collect(
            Collectors.joining(
                "", "| Key | Default | Accepts | Meaning |\n|---|---|---|---|\n", ""));
  }

  /**
   * Every key, its value (secrets as {@code ***}) and where it came from.
   *
   * @throws ConfigException with every fault
   */
  public static List<Shown> shown(Sources sources) {
    return ConfigReader.settings(sources)
        .all()
        .map(setting -> new Shown(setting.key().name(), setting.shown(), setting.origin()))
        .toList();
  }

  private static String exampleOf(Key<?> key) {
    String absent = key.defaultText() == null ? " Without: " + key.absent() + "." : "";
    // A secret's example is public, so nobody should be able to uncomment it.
    String example = key.secret() ? "" : key.example();
    String value = key.defaultText() == null ? example : key.defaultText();
    return "# %s%s%n# Accepts %s.%n#%s=%s%n"
        .formatted(key.summary(), absent, key.type().expected(), key.name(), value)
        .replace(System.lineSeparator(), "\n");
  }

  private static String row(Key<?> key) {
    String name =
        key.secret() ? "`%s`, `%s`".formatted(key.name(), key.fileName()) : code(key.name());
    String value = key.defaultText() == null ? key.absent() : code(key.defaultText());
    return "| %s | %s | %s | %s |\n"
        .formatted(name, value, key.type().expected().replace("|", "\\|"), key.summary());
  }

  private static String code(String text) {
    return "`" + text + "`";
  }
}
