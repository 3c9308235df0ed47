package dev.letterlock.crypto.e2ee.attachment;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * What kind of file an attachment is, such as {@code image/jpeg} (RFC 6838 §4.2, without
 * parameters, in small letters), as docs/E2EE.md §2.11 has it. What its sender says: nobody has
 * looked into the file.
 *
 * @param text at most 127 bytes of ASCII, none of them a space or a control character
 */
public record MediaType(String text) {

  private static final Pattern FORM =
      Pattern.compile("[a-z0-9][a-z0-9!#$&^_.+-]*/[a-z0-9][a-z0-9!#$&^_.+-]*");

  /** What nothing more is known of. */
  public static final MediaType OCTETS = new MediaType("application/octet-stream");

  /** The longest, in bytes. */
  public static final int MAX_SIZE = 127;

  public MediaType {
    if (text.length() > MAX_SIZE || !FORM.matcher(text).matches()) {
      throw new AttachmentRejectedException(
          AttachmentFault.BAD_MEDIA_TYPE,
          "media type: "
              + text.length()
              + " characters (expected: a type and a subtype of at most 127 in small letters)");
    }
  }

  static MediaType of(byte[] ascii) {
    return new MediaType(new String(ascii, StandardCharsets.ISO_8859_1));
  }

  byte[] ascii() {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Override
  public String toString() {
    return text;
  }
}
