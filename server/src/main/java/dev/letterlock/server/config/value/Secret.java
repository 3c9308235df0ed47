package dev.letterlock.server.config.value;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;

/**
 * A text that must not be shown: equal in constant time, and {@code toString} reveals nothing.
 * Every exposure can be found by searching for {@link #expose()}.
 */
public final class Secret {
  private final String text;

  public Secret(String text) {
    this.text = Objects.requireNonNull(text, "text");
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
