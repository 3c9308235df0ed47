package dev.letterlock.storage.blob.local;

import dev.letterlock.storage.blob.BlobStore;
import dev.letterlock.storage.blob.MisplacedPartException;
import dev.letterlock.storage.blob.MisplacedPartException.Why;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Blobs as files of one directory, which servers may share: a lock on its file keeps two parts of
 * an upload apart, on whichever servers they arrive. Safe for any thread that may block.
 */
public final class LocalBlobStore implements BlobStore {
  private static final int PIECE = 64 << 10;

  private final BlobFiles files;

  private LocalBlobStore(BlobFiles files) {
    this.files = files;
  }

  /**
   * Makes the directory if need be.
   *
   * @throws IOException if it cannot be made
   */
  public static LocalBlobStore in(Path directory) throws IOException {
    BlobFiles.make(directory);
    return new LocalBlobStore(new BlobFiles(directory));
  }

  @Override
  public String uploadPlace(UUID blob) {
    return downloadPlace(blob) + "/upload";
  }

  @Override
  public String downloadPlace(UUID blob) {
    return "/v1/blobs/" + blob;
  }

  @Override
  public long stored(UUID blob) throws IOException {
    for (Path file : new Path[] {files.upload(blob), files.blob(blob)}) {
      try {
        return Files.size(file);
      } catch (NoSuchFileException e) {
        // Not under this name.
      }
    }
    return 0;
  }

  @Override
  public long append(UUID blob, long offset, long most, InputStream part) throws IOException {
    if (Files.exists(files.blob(blob))) {
      throw new MisplacedPartException(Why.OTHER_OFFSET, stored(blob));
    }
    files.makeDirectory(blob);
    try (FileChannel file =
            FileChannel.open(
                files.upload(blob), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = lock(file)) {
      Objects.requireNonNull(lock);
      if (file.size() != offset) {
        throw new MisplacedPartException(Why.OTHER_OFFSET, file.size());
      }
      return copy(part, file.position(offset), most);
    }
  }

  @Override
  public InputStream read(UUID blob, long offset) throws IOException {
    FileChannel file = open(blob);
    try {
      return Channels.newInputStream(file.position(offset));
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  @Override
  public void seal(UUID blob) throws IOException {
    Path sealed = files.blob(blob);
    if (!Files.exists(sealed)) {
      Files.move(files.upload(blob), sealed, StandardCopyOption.ATOMIC_MOVE);
    }
    BlobFiles.sync(Objects.requireNonNull(sealed.getParent()));
  }

  @Override
  public void delete(UUID blob) throws IOException {
    Files.deleteIfExists(files.upload(blob));
    Files.deleteIfExists(files.blob(blob));
  }

  private FileChannel open(UUID blob) throws IOException {
    try {
      return FileChannel.open(files.blob(blob), StandardOpenOption.READ);
    } catch (NoSuchFileException e) {
      return FileChannel.open(files.upload(blob), StandardOpenOption.READ);
    }
  }

  private static @Nullable FileLock lock(FileChannel file) throws IOException {
    FileLock lock;
    try {
      lock = file.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      throw new MisplacedPartException(Why.BUSY, file.size());
    }
    return lock;
  }

  private static long copy(InputStream part, FileChannel file, long most) throws IOException {
    long from = file.position();
    byte[] piece = new byte[PIECE];
    try {
      for (int read = part.read(piece); read >= 0; read = part.read(piece)) {
        if (file.position() + read > most) {
          file.truncate(from);
          throw new MisplacedPartException(Why.TOO_LONG, from);
        }
        write(ByteBuffer.wrap(piece, 0, read), file);
      }
    } finally {
      file.force(false);
    }
    return file.position();
  }

  private static void write(ByteBuffer bytes, FileChannel file) throws IOException {
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
  }
}
