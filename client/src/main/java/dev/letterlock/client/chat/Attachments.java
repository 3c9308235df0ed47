package dev.letterlock.client.chat;

import dev.letterlock.client.messenger.Attachment;
import dev.letterlock.client.messenger.Message;
import java.util.Locale;

/** What a message says, on one line: a text as it is, a file by its kind and size. */
final class Attachments {

  private static final long KIB = 1024;
  private static final String UNITS = "kMG";

  private Attachments() {}

  /** Untrusted text of others, to be made {@link Printable}. */
  static String inWords(Message message) {
    Attachment file = message.attachment();
    return file == null
        ? message.text()
        : "[file " + message.index() + ": " + file.mediaType() + ", " + size(file.size()) + "]";
  }

  static String size(long bytes) {
    if (bytes < KIB) {
      return bytes + " B";
    }
    double shown = bytes;
    int unit = -1;
    while (shown >= KIB && unit < UNITS.length() - 1) {
      shown /= KIB;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %ciB", shown, UNITS.charAt(unit)).replace("ki", "Ki");
  }
}
