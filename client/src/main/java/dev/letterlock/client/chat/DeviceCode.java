package dev.letterlock.client.chat;

import dev.letterlock.client.messenger.MessengerException;
import java.util.Base64;

/** What two devices of one account tell each other by way of a person: base64url, no padding. */
final class DeviceCode {

  private DeviceCode() {}

  static String of(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Blanks are left out, as a terminal may have broken the line. */
  static byte[] bytes(String typed) {
    try {
      return Base64.getUrlDecoder().decode(typed.replaceAll("\\s", ""));
    } catch (IllegalArgumentException e) {
      throw new MessengerException(
          "That is not the code of a device: copy the whole line that the other device shows.", e);
    }
  }
}
