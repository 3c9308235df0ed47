package dev.letterlock.client.vault;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.UUID;

/** A file that was not there before: whole and readable by its owner only, or not there at all. */
public final class NewFile {

  private NewFile() {}

  /**
   * Writes it; on disk, under its name, when this returns. Blocks. A process that dies meanwhile
   * may leave a hidden file beside it; one of that name that somebody makes meanwhile is replaced.
   *
   * @throws FileAlreadyExistsException if there is one of that name, which stays as it is
   * @throws IOException if it cannot be written; nothing of it is left
   */
  public static void write(Path file, byte[] content) throws IOException {
    write(file, out -> out.write(content));
  }

  /** As above, of what is made while it is written. */
  public static void write(Path file, Content content) throws IOException {
    write(file, content, Disk::syncDirectory);
  }

  /** Makes what stands in a file. */
  @FunctionalInterface
  public interface Content {
    /** Writes all of it; if it fails, there is no file. */
    void writeTo(OutputStream out) throws IOException;
  }

  static void write(Path file, byte[] content, DirectorySync directory) throws IOException {
    write(file, out -> out.write(content), directory);
  }

  private static void write(Path file, Content content, DirectorySync directory)
      throws IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(file.toString());
    }
    Path fresh = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID());
    Path written = fresh;
    try {
      fill(fresh, content);
      Files.move(fresh, file);
      written = file;
      directory.sync(file);
    } catch (IOException | RuntimeException e) {
      remove(written, e);
      throw e;
    }
  }

  private static void fill(Path fresh, Content content) throws IOException {
    try (FileChannel channel = Disk.create(fresh)) {
      content.writeTo(Channels.newOutputStream(channel));
      channel.force(true);
    }
  }

  private static void remove(Path written, Exception why) {
    try {
      Files.deleteIfExists(written);
    } catch (IOException e) {
      why.addSuppressed(e);
    }
  }
}
