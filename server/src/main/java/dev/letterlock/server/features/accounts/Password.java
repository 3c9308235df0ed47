package dev.letterlock.server.features.accounts;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.letterlock.server.auth.PasswordHashing;
import dev.letterlock.server.features.Refusal;
import dev.letterlock.server.features.RefusedException;
import java.text.Normalizer;
import java.util.Arrays;

/**
 * A password as it came in, in Unicode form C (RFC 8265 §4.2) and UTF-8. Closing wipes it; its text
 * form shows nothing.
 */
public final class Password implements AutoCloseable {

  private static final int LEAST_CHARACTERS = 8;

  private final byte[] bytes;

  private Password(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Takes one that somebody wants to have.
   *
   * @throws RefusedException {@link Refusal#PASSWORD_INVALID} if it is too short or too long
   */
  public static Password chosen(String text) {
    if (text.codePointCount(0, text.length()) < LEAST_CHARACTERS) {
      throw refused();
    }
    return given(text);
  }

  /**
   * Takes one that somebody signs in with, however short.
   *
   * @throws RefusedException {@link Refusal#PASSWORD_INVALID} if it is too long to be hashed
   */
  public static Password given(String text) {
    byte[] bytes = Normalizer.normalize(text, Normalizer.Form.NFC).getBytes(UTF_8);
    if (bytes.length > PasswordHashing.MAX_BYTES) {
      throw refused();
    }
    return new Password(bytes);
  }

  byte[] bytes() {
    return bytes;
  }

  @Override
  public void close() {
    Arrays.fill(bytes, (byte) 0);
  }

  @Override
  public String toString() {
    return "Password[***]";
  }

  private static RefusedException refused() {
    return new RefusedException(
        Refusal.PASSWORD_INVALID,
        "password: length (expected: at least 8 characters, at most 512 bytes)");
  }
}
