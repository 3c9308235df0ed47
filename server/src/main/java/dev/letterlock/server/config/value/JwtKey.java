package dev.letterlock.server.config.value;

import dev.letterlock.settings.value.InvalidValueException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One symmetric key for access tokens (HS256, RFC 7518 section 3.2) and the id that token headers
 * name it by.
 */
public final class JwtKey {
  private static final Pattern ENTRY =
      Pattern.compile("([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/]+={0,2})");
  private static final int MIN_BYTES = 32;

  private final String id;
  private final byte[] bytes;

  private JwtKey(String id, byte[] bytes) {
    this.id = id;
    this.bytes = bytes;
  }

  static JwtKey parse(String entry) throws InvalidValueException {
    Matcher matcher = ENTRY.matcher(entry);
    if (!matcher.matches()) {
      throw new InvalidValueException("not of the form kid:base64");
    }
    byte[] bytes = decode(matcher.group(2));
    if (bytes.length < MIN_BYTES) {
      throw new InvalidValueException("a key is shorter than " + MIN_BYTES + " bytes");
    }
    return new JwtKey(matcher.group(1), bytes);
  }

  public String id() {
    return id;
  }

  /** A copy of the key's bytes, at least 32. */
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public String toString() {
    return "JwtKey[" + id + "]";
  }

  private static byte[] decode(String base64) throws InvalidValueException {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new InvalidValueException("a key is not base64");
    }
  }
}
