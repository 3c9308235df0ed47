package dev.letterlock.client.profile;

import dev.letterlock.crypto.e2ee.attachment.AttachmentPointer;
import dev.letterlock.crypto.e2ee.content.ContentBody;
import dev.letterlock.crypto.primitive.Octets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a message says to a person: a text, or a file.
 *
 * @param text empty beside a file
 * @param pointer the bytes of the file's {@link AttachmentPointer}; null for a text
 */
public record Said(String text, @Nullable Octets pointer) {

  public static Said text(String text) {
    return new Said(text, null);
  }

  /** A file; the pointer stays the caller's. */
  public static Said file(AttachmentPointer pointer) {
    byte[] encoded = pointer.encode();
    try {
      return new Said("", Octets.of(encoded));
    } finally {
      Arrays.fill(encoded, (byte) 0);
    }
  }

  /** What content says to a person, which stays as it is; empty for all that is not shown. */
  public static Optional<Said> of(ContentBody body) {
    return switch (body) {
      case ContentBody.Text(String text) -> Optional.of(text(text));
      case ContentBody.Attachment(AttachmentPointer pointer) -> Optional.of(file(pointer));
      default -> Optional.empty();
    };
  }

  /** The same as content. */
  public ContentBody toBody() {
    return pointer == null
        ? new ContentBody.Text(text)
        : new ContentBody.Attachment(AttachmentPointer.parse(pointer.toByteArray()));
  }

  @Override
  public String toString() {
    return pointer == null ? "Said[" + text.length() + "]" : "Said[file]";
  }
}
