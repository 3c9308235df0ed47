package dev.letterlock.client.vault;

import java.io.IOException;
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
    write(file, content, Disk::syncDirectory);
  }

  static void write(Path file, byte[] content, DirectorySync directory) throws IOException {
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
    } catch (IOException e) {
      remove(written, e);
      throw e;
    }
  }

  private static void fill(Path fresh, byte[] content) throws IOException {
    try (FileChannel channel = Disk.create(fresh)) {
      Disk.writeFully(channel, content, 0);
      channel.force(true);
    }
  }

  private static void remove(Path written, IOException why) {
    try {
      Files.deleteIfExists(written);
    } catch (IOException e) {
      why.addSuppressed(e);
    }
  }
}
