package dev.letterlock.crypto.e2ee.attachment;

import dev.letterlock.crypto.AttachmentSizes;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.Label;
import dev.letterlock.crypto.e2ee.primitive.SecretStream;
import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.crypto.primitive.StreamedHash;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * Seals a file into a blob (docs/E2EE.md §2.11): {@code header 24 | chunks}, each of 64 KiB of the
 * padded content and 17 bytes, the last one with the final mark. Holds two chunks in memory
 * whatever the size. Safe for any thread.
 */
public final class AttachmentSealer {

  private final E1 e1;
  private final SecretStream streams;
  private final IntFunction<byte[]> headers;

  public AttachmentSealer(E1 e1) {
    this(e1, e1.sodium()::randomBytes);
  }

  /** As above with given headers, for the test vectors. */
  AttachmentSealer(E1 e1, IntFunction<byte[]> headers) {
    this.e1 = e1;
    this.streams = new SecretStream(e1.sodium());
    this.headers = headers;
  }

  /** A fresh key, for one file. */
  public SecretBytes newKey() {
    return e1.sodium().randomSecret(AttachmentPointer.KEY_SIZE);
  }

  /**
   * Writes the blob. Blocks.
   *
   * @param key 32 bytes that seal nothing else; belongs to the answer from now on
   * @param content all of the file
   * @param size how many bytes it has, at most 16 GiB
   * @throws IOException if it cannot be read or written, or does not have that many bytes; what was
   *     written is then of no use
   */
  public SealedAttachment seal(SecretBytes key, InputStream content, long size, OutputStream blob)
      throws IOException {
    long padded = AttachmentSizes.paddedSizeFor(size);
    byte[] header = headers.apply(SecretStream.HEADER_SIZE);
    byte[] plaintext = new byte[AttachmentSizes.CHUNK];
    StreamedHash digest = e1.startHash(Label.ATTACHMENT);
    write(header, header.length, blob, digest);
    try (SecretStream.Run stream = streams.begin(key, header)) {
      byte[] sealed = new byte[AttachmentSizes.CHUNK + AttachmentSizes.CHUNK_OVERHEAD];
      for (long at = 0; at < padded; at += AttachmentSizes.CHUNK) {
        int length = (int) Math.min(AttachmentSizes.CHUNK, padded - at);
        fill(plaintext, content, Math.clamp(size - at, 0, length));
        int whole = length + AttachmentSizes.CHUNK_OVERHEAD;
        stream.seal(
            MemorySegment.ofArray(plaintext).asSlice(0, length),
            MemorySegment.ofArray(sealed).asSlice(0, whole),
            at + length == padded);
        write(sealed, whole, blob, digest);
      }
    } finally {
      Arrays.fill(plaintext, (byte) 0);
    }
    requireEnd(content, size);
    return new SealedAttachment(key, digest.finish(), size);
  }

  /** The next bytes of the file, and zeros behind them. */
  private static void fill(byte[] chunk, InputStream content, int length) throws IOException {
    int read = content.readNBytes(chunk, 0, length);
    if (read < length) {
      throw new IOException("file: shorter than it was (expected: no change meanwhile)");
    }
    Arrays.fill(chunk, length, chunk.length, (byte) 0);
  }

  private static void write(byte[] bytes, int length, OutputStream blob, StreamedHash digest)
      throws IOException {
    digest.update(ByteBuffer.wrap(bytes, 0, length));
    blob.write(bytes, 0, length);
  }

  private static void requireEnd(InputStream content, long size) throws IOException {
    if (content.read() >= 0) {
      throw new IOException("file: more than " + size + " B (expected: no change meanwhile)");
    }
  }
}
