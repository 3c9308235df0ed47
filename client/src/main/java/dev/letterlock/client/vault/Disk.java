package dev.letterlock.client.vault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** What has to be done so that a file is on disk, whole and readable by its owner only. */
final class Disk {

  private static final Set<StandardOpenOption> NEW =
      Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private Disk() {}

  /** Makes a new file, in place of what a crash may have left under its name. */
  static FileChannel create(Path file) throws IOException {
    Files.deleteIfExists(file);
    boolean posix = Files.getFileStore(directory(file)).supportsFileAttributeView("posix");
    return posix ? FileChannel.open(file, NEW, OWNER_ONLY) : FileChannel.open(file, NEW);
  }

  /** Gives a complete, synced file its name; durable when it returns. */
  static void rename(Path from, Path to) throws IOException {
    move(from, to);
    syncDirectory(to);
  }

  /** As {@link #rename}, but a loss of power may bring the old file back. */
  static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Replaces a small file as a whole. */
  static void replace(Path file, byte[] content) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel channel = create(fresh)) {
      writeFully(channel, content, 0);
      channel.force(true);
    }
    rename(fresh, file);
  }

  static void writeFully(FileChannel channel, byte[] bytes, long position) throws IOException {
    ByteBuffer left = ByteBuffer.wrap(bytes);
    long at = position;
    while (left.hasRemaining()) {
      at += channel.write(left, at);
    }
  }

  /** Reads up to {@code length} bytes; fewer only at the end of the file. */
  static byte[] read(FileChannel channel, long position, int length) throws IOException {
    ByteBuffer target = ByteBuffer.allocate(length);
    int read = 0;
    while (target.hasRemaining() && read >= 0) {
      read = channel.read(target, position + target.position());
    }
    byte[] bytes = new byte[target.position()];
    target.flip().get(bytes);
    return bytes;
  }

  /** Makes the names beside this file durable. Windows does so by itself. */
  static void syncDirectory(Path file) throws IOException {
    if (System.getProperty("os.name", "").startsWith("Windows")) {
      return;
    }
    try (FileChannel channel = FileChannel.open(directory(file), StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static Path directory(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IllegalArgumentException("file: " + file + " (expected: one in a directory)");
    }
    return parent;
  }
}
