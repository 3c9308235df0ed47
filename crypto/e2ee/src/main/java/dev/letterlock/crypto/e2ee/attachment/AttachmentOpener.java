package dev.letterlock.crypto.e2ee.attachment;

import dev.letterlock.crypto.AttachmentSizes;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.Label;
import dev.letterlock.crypto.e2ee.primitive.SecretStream;
import dev.letterlock.crypto.e2ee.primitive.SecretStream.Chunk;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.StreamedHash;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Opens a blob that lies in a file (docs/E2EE.md §2.11). Its length and digest are looked at before
 * anything is opened, so that what a server changed never meets the key. Holds two chunks in memory
 * whatever the size. Safe for any thread.
 */
public final class AttachmentOpener {

  private final E1 e1;
  private final SecretStream streams;

  public AttachmentOpener(E1 e1) {
    this.e1 = e1;
    this.streams = new SecretStream(e1.sodium());
  }

  /**
   * Writes the file that the blob holds. Blocks; reads the blob twice.
   *
   * @param content somewhere that nobody looks at before this returns, such as a temporary file: it
   *     has received a part of the file when this fails
   * @throws AttachmentRejectedException with any fault but those of a pointer
   * @throws IOException if the blob cannot be read or the file not be written
   */
  public void open(AttachmentPointer pointer, Path blob, OutputStream content) throws IOException {
    requireLength(pointer, Files.size(blob));
    requireDigest(pointer, blob);
    byte[] plaintext = new byte[AttachmentSizes.CHUNK];
    try (InputStream in = Files.newInputStream(blob);
        SecretStream.Run stream =
            streams.begin(pointer.key(), take(in, new byte[AttachmentSizes.HEADER]))) {
      byte[] sealed = new byte[AttachmentSizes.CHUNK + AttachmentSizes.CHUNK_OVERHEAD];
      long padded = AttachmentSizes.paddedSizeFor(pointer.size());
      for (long at = 0; at < padded; at += AttachmentSizes.CHUNK) {
        int length = (int) Math.min(AttachmentSizes.CHUNK, padded - at);
        int whole = take(in, sealed, length + AttachmentSizes.CHUNK_OVERHEAD);
        Chunk chunk =
            stream.open(
                MemorySegment.ofArray(sealed).asSlice(0, whole),
                MemorySegment.ofArray(plaintext).asSlice(0, length));
        requirePlace(chunk, at + length == padded);
        int shown = Math.clamp(pointer.size() - at, 0, length);
        requireZeros(plaintext, shown, length);
        content.write(plaintext, 0, shown);
      }
    } finally {
      Arrays.fill(plaintext, (byte) 0);
    }
  }

  private static void requireLength(AttachmentPointer pointer, long size) {
    if (size != pointer.blobSize()) {
      throw new AttachmentRejectedException(
          AttachmentFault.WRONG_LENGTH,
          "blob: " + size + " B (expected: " + pointer.blobSize() + ")");
    }
  }

  private void requireDigest(AttachmentPointer pointer, Path blob) throws IOException {
    if (!digest(blob).equals(pointer.digest())) {
      throw new AttachmentRejectedException(
          AttachmentFault.WRONG_DIGEST, "blob: digest (expected: that of the pointer)");
    }
  }

  private Hash32 digest(Path blob) throws IOException {
    StreamedHash digest = e1.startHash(Label.ATTACHMENT);
    byte[] part = new byte[AttachmentSizes.CHUNK];
    try (InputStream in = Files.newInputStream(blob)) {
      for (int read = in.read(part); read >= 0; read = in.read(part)) {
        digest.update(ByteBuffer.wrap(part, 0, read));
      }
    }
    return digest.finish();
  }

  private static byte[] take(InputStream in, byte[] all) throws IOException {
    take(in, all, all.length);
    return all;
  }

  private static int take(InputStream in, byte[] target, int length) throws IOException {
    if (in.readNBytes(target, 0, length) < length) {
      throw new IOException("blob: shorter than it was (expected: no change meanwhile)");
    }
    return length;
  }

  private static void requirePlace(Chunk chunk, boolean last) {
    switch (chunk) {
      case REFUSED -> throw refused(AttachmentFault.NOT_AUTHENTIC, "tag", "authentic");
      case MORE -> {
        if (last) {
          throw refused(AttachmentFault.TRUNCATED, "mark", "final in the last chunk");
        }
      }
      case LAST -> {
        if (!last) {
          throw refused(AttachmentFault.MISPLACED_END, "mark", "final in the last chunk only");
        }
      }
      case OTHER -> throw refused(AttachmentFault.MISPLACED_END, "mark", "none or final");
    }
  }

  private static void requireZeros(byte[] chunk, int from, int to) {
    for (int i = from; i < to; i++) {
      if (chunk[i] != 0) {
        throw refused(AttachmentFault.BAD_PADDING, "padding", "zeros");
      }
    }
  }

  private static AttachmentRejectedException refused(
      AttachmentFault fault, String name, String expected) {
    return new AttachmentRejectedException(
        fault, "chunk: " + name + " (expected: " + expected + ")");
  }
}
