package dev.letterlock.settings;

import org.jspecify.annotations.Nullable;

/**
 * One key's value and where it came from.
 *
 * @param value null when it is set nowhere and has no default
 * @param text as it was written, or the default; reveals a secret, so show {@link #shown()} instead
 * @param origin {@code flag}, {@code environment}, {@code .env} or {@code default}, with the file's
 *     key when a file gave it
 */
public record Setting<T>(Key<T> key, @Nullable T value, @Nullable String text, String origin) {
  static final String DEFAULT_ORIGIN = "default";

  /** The value for people: secrets as {@code ***}, and what happens without a value in brackets. */
  public String shown() {
    if (text == null) {
      return key.shownDefault();
    }
    return key.secret() ? "***" : text;
  }

  @Override
  public String toString() {
    return key.name() + "=" + shown() + " (" + origin + ")";
  }
}
