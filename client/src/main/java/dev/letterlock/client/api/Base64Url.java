package dev.letterlock.client.api;

import java.util.Base64;

/** Bytes in JSON: base64url without padding (RFC 4648 §5). */
public final class Base64Url {

  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private Base64Url() {}

  public static String encode(byte[] bytes) {
    return ENCODER.encodeToString(bytes);
  }

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static byte[] decode(String text) {
    return Base64.getUrlDecoder().decode(text);
  }
}
