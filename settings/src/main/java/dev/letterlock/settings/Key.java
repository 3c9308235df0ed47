package dev.letterlock.settings;

import dev.letterlock.settings.value.ValueType;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The declaration of one configuration key, from which its flag, its line in {@code .env.example}
 * and its row in docs/OPERATIONS.md are made.
 *
 * @param name as in the environment, for instance {@code DATA_DIR}
 * @param defaultText the value when it is set nowhere; null when there is none
 * @param absent what happens without a value, for a key that has no default; empty for the others
 * @param secret never shown, and also readable from the file that {@code NAME_FILE} names
 * @param summary one sentence
 * @param example a valid value
 */
public record Key<T>(
    String name,
    ValueType<T> type,
    @Nullable String defaultText,
    String absent,
    boolean secret,
    String summary,
    String example) {
  private static final String FILE_SUFFIX = "_FILE";

  /** A key that has a default. */
  public static <T> Key<T> of(
      String name, ValueType<T> type, String defaultText, String summary, String example) {
    return new Key<>(name, type, defaultText, "", false, summary, example);
  }

  /** A key without which something else happens. */
  public static <T> Key<T> optional(
      String name, ValueType<T> type, String absent, String summary, String example) {
    return new Key<>(name, type, null, absent, false, summary, example);
  }

  /** A key without which something else happens, and whose value is never shown. */
  public static <T> Key<T> secret(
      String name, ValueType<T> type, String absent, String summary, String example) {
    return new Key<>(name, type, null, absent, true, summary, example);
  }

  /** {@code NAME_FILE}: names a file whose content is the value. Only secrets have one. */
  public String fileName() {
    return name + FILE_SUFFIX;
  }

  /**
   * The option on the command line, for instance {@code --data-dir}. A secret has only its {@code
   * --…-file}, because every user of the machine can read command lines.
   */
  public String flag() {
    String text = secret ? fileName() : name;
    return "--" + text.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What stands where a value is not set: the default, or in brackets what happens without one. */
  public String shownDefault() {
    return defaultText != null ? defaultText : "(" + absent + ")";
  }
}
