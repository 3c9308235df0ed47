package dev.letterlock.settings.value;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;

/**
 * A text that must not be shown: equal in constant time, and {@code toString} reveals nothing.
 * Every exposure can be found by searching for {@link #expose()}.
 */
public final class Secret {
  private static final int MIN_TOKEN_CHARACTERS = 32;

  private final String text;

  public Secret(String text) {
    this.text = Objects.requireNonNull(text, "text");
  }

  /** A bearer token or a key that signs: at least 32 printable characters. */
  public static ValueType<Secret> token() {
    return new ValueType<>(
        "at least " + MIN_TOKEN_CHARACTERS + " printable ASCII characters without blanks",
        text -> {
          if (!text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new InvalidValueException("contains a blank or a character that is not ASCII");
          }
          if (text.length() < MIN_TOKEN_CHARACTERS) {
            throw new InvalidValueException("shorter than " + MIN_TOKEN_CHARACTERS + " characters");
          }
          return new Secret(text);
        });
  }

  public String expose() {
    return text;
  }

  /**
   * Compares with what a peer presented, in a time that does not depend on where the two differ.
   */
  public boolean matches(String presented) {
    return MessageDigest.isEqual(bytes(text), bytes(presented));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret that && matches(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return "***";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
