package dev.letterlock.storage.blob.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.UUID;

/**
 * How blobs lie in their directory: {@code ab/abcdef….part} while it grows, {@code ab/abcdef…} from
 * then on, spread over 256 directories by the first byte of their ids.
 */
record BlobFiles(Path directory) {
  private static final String UPLOAD = ".part";
  private static final int PREFIX = 2;

  Path upload(UUID blob) {
    Path file = blob(blob);
    return file.resolveSibling(file.getFileName() + UPLOAD);
  }

  Path blob(UUID blob) {
    String name = blob.toString().toLowerCase(Locale.ROOT);
    return directory.resolve(name.substring(0, PREFIX)).resolve(name);
  }

  /** Makes what a file needs above it, for its owner only; the names are on disk then. */
  void makeDirectory(UUID blob) throws IOException {
    Path bucket = directory.resolve(blob.toString().substring(0, PREFIX));
    if (!Files.isDirectory(bucket)) {
      make(bucket);
      sync(directory);
    }
  }

  static void make(Path directory) throws IOException {
    if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } else {
      Files.createDirectories(directory);
    }
  }

  /** Brings the names in a directory to disk. */
  static void sync(Path directory) throws IOException {
    try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
      names.force(true);
    }
  }
}
