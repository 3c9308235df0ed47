package dev.letterlock.crypto.e2ee.attachment;

import dev.letterlock.crypto.AttachmentSizes;
import dev.letterlock.crypto.StructureReader;
import dev.letterlock.crypto.Uuids;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import dev.letterlock.crypto.primitive.Octets;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;

/**
 * What a message says of its file: where the blob is, and all that is needed to open it. {@code
 * blobId 16 | AK 32 | digest 32 | size u64 | mime u8 length, ASCII | thumb u16 length, bytes};
 * docs/E2EE.md §2.11. Closing wipes the key.
 *
 * @param blob under which the server has it
 * @param key AK, 32 bytes, owned
 * @param digest H("E1:att", blob)
 * @param size of the file, in bytes, at most 16 GiB
 * @param thumbnail a small picture, at most 32,768 bytes; none is of no bytes
 */
public record AttachmentPointer(
    UUID blob, SecretBytes key, Hash32 digest, long size, MediaType mediaType, Octets thumbnail)
    implements AutoCloseable {

  /** The longest thumbnail, in bytes. */
  public static final int MAX_THUMBNAIL = 32 << 10;

  static final int KEY_SIZE = 32;

  private static final int FIXED_SIZE =
      Uuids.SIZE + KEY_SIZE + Hash32.SIZE + Long.BYTES + Byte.BYTES + Short.BYTES;

  /**
   * Checks the parts.
   *
   * @throws AttachmentRejectedException with {@link AttachmentFault#TOO_LARGE} or {@link
   *     AttachmentFault#BAD_POINTER}
   */
  public AttachmentPointer {
    if (size < 0 || size > AttachmentSizes.MAX_CONTENT) {
      throw new AttachmentRejectedException(
          AttachmentFault.TOO_LARGE,
          "size: "
              + Long.toUnsignedString(size)
              + " B (expected: at most "
              + AttachmentSizes.MAX_CONTENT
              + ")");
    }
    requireThumbnail(thumbnail.size());
    if (key.size() != KEY_SIZE) {
      throw new IllegalArgumentException("key: " + key.size() + " B (expected: 32)");
    }
  }

  /**
   * Reads one.
   *
   * @throws AttachmentRejectedException with {@link AttachmentFault#BAD_POINTER}, {@link
   *     AttachmentFault#TOO_LARGE} or {@link AttachmentFault#BAD_MEDIA_TYPE}
   */
  public static AttachmentPointer parse(byte[] encoded) {
    try {
      return read(new StructureReader("pointer", encoded));
    } catch (KeyRejectedException e) {
      throw new AttachmentRejectedException(
          AttachmentFault.BAD_POINTER, "pointer: " + encoded.length + " B (expected: its parts)");
    }
  }

  private static AttachmentPointer read(StructureReader in) {
    UUID blob = in.uuid();
    byte[] key = in.take(KEY_SIZE);
    try {
      Hash32 digest = in.hash();
      long size = in.u64();
      MediaType mediaType = MediaType.of(in.take(in.u8()));
      int thumbnail = in.u16();
      requireThumbnail(thumbnail);
      Octets picture = Octets.of(in.take(thumbnail));
      in.end();
      return new AttachmentPointer(blob, SecretBytes.copyOf(key), digest, size, mediaType, picture);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /** All bytes, a secret that the caller wipes. */
  public byte[] encode() {
    byte[] mime = mediaType.ascii();
    byte[] encoded = new byte[FIXED_SIZE + mime.length + thumbnail.size()];
    ByteBuffer out = Uuids.write(ByteBuffer.wrap(encoded), blob);
    out.put(key.revealView().asByteBuffer());
    digest.writeTo(out);
    out.putLong(size).put((byte) mime.length).put(mime).putShort((short) thumbnail.size());
    thumbnail.writeTo(out);
    return encoded;
  }

  /** How many bytes the blob has. */
  public long blobSize() {
    return AttachmentSizes.blobSizeFor(size);
  }

  private static void requireThumbnail(int size) {
    if (size > MAX_THUMBNAIL) {
      throw new AttachmentRejectedException(
          AttachmentFault.BAD_POINTER,
          "thumbnail: " + size + " B (expected: at most " + MAX_THUMBNAIL + ")");
    }
  }

  @Override
  public void close() {
    key.close();
  }
}
