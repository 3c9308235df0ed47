package dev.letterlock.client.messenger;

import dev.letterlock.client.Backoff;
import dev.letterlock.client.api.ApiException;
import dev.letterlock.client.api.Blobs;
import dev.letterlock.client.vault.NewFile;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.attachment.AttachmentOpener;
import dev.letterlock.crypto.e2ee.attachment.AttachmentPointer;
import dev.letterlock.crypto.e2ee.attachment.AttachmentRejectedException;
import dev.letterlock.crypto.e2ee.attachment.AttachmentSealer;
import dev.letterlock.crypto.e2ee.attachment.MediaType;
import dev.letterlock.crypto.e2ee.attachment.SealedAttachment;
import dev.letterlock.crypto.primitive.Octets;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Brings files to the server and back, sealed (docs/E2EE.md §2.11). A transfer that breaks goes on
 * where it stopped, for some minutes by itself; a fetch also when it is asked for again. Blocks: on
 * the caller's thread, never on the desk. Safe for any thread.
 */
final class FileTransfers {

  private static final int MOST_FAILURES = 12;
  private static final Octets NO_THUMBNAIL = Octets.of(new byte[0]);

  private final Blobs blobs;
  private final AttachmentSealer sealer;
  private final AttachmentOpener opener;

  FileTransfers(Blobs blobs, E1 e1) {
    this.blobs = blobs;
    this.sealer = new AttachmentSealer(e1);
    this.opener = new AttachmentOpener(e1);
  }

  /**
   * Seals a file and brings it to the server.
   *
   * @return what opens it, for a message; the caller closes it
   * @throws ApiException if the server refuses it, or cannot be reached for long
   * @throws IOException if it cannot be read, or not be sealed on disk
   */
  AttachmentPointer send(Path file, MediaType mediaType, Progress progress) throws IOException {
    Path sealed = Files.createTempFile("letterlock-", ".sealed");
    try (SealedAttachment attachment = seal(file, sealed)) {
      Blobs.Upload upload = patiently(() -> blobs.begin(Files.size(sealed)));
      push(upload, sealed, progress);
      patiently(() -> {
        blobs.complete(upload, attachment.digest());
        return upload;
      });
      return new AttachmentPointer(
          upload.blob(),
          attachment.key().copy(),
          attachment.digest(),
          attachment.size(),
          mediaType,
          NO_THUMBNAIL);
    } finally {
      Files.deleteIfExists(sealed);
    }
  }

  /**
   * Fetches a file and opens it.
   *
   * @param target where nothing is yet; parts of the sealed file lie beside it meanwhile, and stay
   *     for the next attempt if this one breaks off
   * @throws ApiException if the server has it no longer, or cannot be reached for long
   * @throws AttachmentRejectedException if it is not what was sent; nothing of it is kept
   * @throws IOException if it cannot be written
   */
  void fetch(AttachmentPointer pointer, Path target, Progress progress) throws IOException {
    Path name = target.toAbsolutePath().getFileName();
    Path sealed = target.resolveSibling("." + name + "." + pointer.blob() + ".part");
    try {
      pull(pointer, sealed, progress);
      NewFile.write(target, out -> opener.open(pointer, sealed, out));
    } catch (AttachmentRejectedException e) {
      Files.deleteIfExists(sealed);
      throw e;
    } catch (ApiException e) {
      if (e.isVerdict()) {
        Files.deleteIfExists(sealed);
      }
      throw e;
    }
    Files.delete(sealed);
  }

  private SealedAttachment seal(Path file, Path sealed) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        OutputStream out = Files.newOutputStream(sealed)) {
      return sealer.seal(sealer.newKey(), in, Files.size(file), out);
    }
  }

  private void push(Blobs.Upload upload, Path sealed, Progress progress) throws IOException {
    try (FileChannel file = FileChannel.open(sealed, StandardOpenOption.READ)) {
      long at = 0;
      while (at < file.size()) {
        progress.at(at, file.size());
        byte[] part = read(file, at);
        long from = at;
        at =
            patiently(() -> {
              long stored = from;
              try {
                blobs.append(upload, from, part);
                stored += part.length;
              } catch (ApiException e) {
                if (!isElsewhere(e)) {
                  throw e;
                }
                stored = blobs.offset(upload);
              }
              return stored;
            });
      }
      progress.at(at, file.size());
    }
  }

  private void pull(AttachmentPointer pointer, Path sealed, Progress progress) throws IOException {
    long size = pointer.blobSize();
    try (FileChannel file =
        FileChannel.open(sealed, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      file.position(Math.min(file.size(), size));
      while (file.position() < size) {
        long at = file.position();
        progress.at(at, size);
        int length = (int) Math.min(Blobs.PART, size - at);
        byte[] part = patiently(() -> blobs.fetch(pointer.blob(), at, length));
        if (part.length == 0 || part.length > length) {
          throw new IOException("part: " + part.length + " B (expected: 1 to " + length + ")");
        }
        write(ByteBuffer.wrap(part), file);
      }
      progress.at(size, size);
    }
  }

  /** The server has another part of it than was thought, as an answer was lost. */
  private static boolean isElsewhere(ApiException refused) {
    return refused.code().equals(Blobs.OTHER_OFFSET);
  }

  private static byte[] read(FileChannel file, long at) throws IOException {
    ByteBuffer part = ByteBuffer.allocate((int) Math.min(Blobs.PART, file.size() - at));
    while (part.hasRemaining() && file.read(part, at + part.position()) >= 0) {
      // More of the part.
    }
    return Arrays.copyOf(part.array(), part.position());
  }

  private static void write(ByteBuffer part, FileChannel file) throws IOException {
    while (part.hasRemaining()) {
      file.write(part);
    }
  }

  /** Something asked of the server. */
  private interface Question<T> {
    T ask() throws IOException;
  }

  /** Asks again, at growing intervals, as long as the server has not judged. */
  private static <T> T patiently(Question<T> question) throws IOException {
    Backoff backoff = Backoff.usual(ThreadLocalRandom.current());
    for (int failures = 1; ; failures++) {
      try {
        return question.ask();
      } catch (ApiException e) {
        boolean judged = e.isVerdict() && !e.code().equals(Blobs.BUSY);
        if (judged || failures == MOST_FAILURES) {
          throw e;
        }
        pause(longer(backoff.next(), e.retryAfter()), e);
      }
    }
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static void pause(Duration time, ApiException why) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw why;
    }
  }
}
