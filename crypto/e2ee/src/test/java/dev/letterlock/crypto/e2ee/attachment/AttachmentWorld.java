package dev.letterlock.crypto.e2ee.attachment;

import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.Label;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.Octets;
import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.crypto.primitive.Sodium;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.UUID;

/** Files and blobs that can be made again: what the vectors and tests of attachments share. */
final class AttachmentWorld {

  static final E1 E = new E1(Sodium.load());
  static final int KEY = 0x51;
  static final int HEADER = 0x52;
  static final UUID BLOB = UUID.fromString("5b5b5b5b-0000-4000-8000-000000000001");
  static final MediaType PICTURE = new MediaType("image/jpeg");

  private static final int PERIOD = 251;

  private AttachmentWorld() {}

  /** A file: byte i is (i mod 251) + 1, so that none is zero. */
  static byte[] file(int size) {
    byte[] content = new byte[size];
    for (int i = 0; i < size; i++) {
      content[i] = (byte) (i % PERIOD + 1);
    }
    return content;
  }

  static byte[] blob(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    AttachmentSealer sealer = new AttachmentSealer(E, length -> filled(HEADER, length));
    try (SealedAttachment _ =
        sealer.seal(key(), new ByteArrayInputStream(content), content.length, out)) {
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static SecretBytes key() {
    return SecretBytes.copyOf(filled(KEY, AttachmentPointer.KEY_SIZE));
  }

  static Hash32 digest(byte[] blob) {
    return E.hash(Label.ATTACHMENT, blob);
  }

  static AttachmentPointer pointer(Hash32 digest, long size) {
    return new AttachmentPointer(BLOB, key(), digest, size, PICTURE, Octets.of(new byte[0]));
  }

  static byte[] filled(int filler, int size) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) filler);
    return bytes;
  }
}
