package dev.letterlock.server;

import dev.letterlock.settings.ConfigException;
import dev.letterlock.settings.ConfigFault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one directory in which a server keeps its files. Holding the lock on it makes sure that only
 * one server does; the lock goes with the process, however it ends.
 */
final class DataDirectory implements AutoCloseable {
  private static final String LOCK_FILE = "server.lock";
  private static final int LONGEST_PID = 32;

  private final Path path;
  private final FileChannel lockFile;

  private DataDirectory(Path path, FileChannel lockFile) {
    this.path = path;
    this.lockFile = lockFile;
  }

  /**
   * Makes the directory if need be and takes its lock.
   *
   * @param origin where the path was given, for messages
   * @throws ConfigException if it cannot be written, or another server has it
   */
  static DataDirectory lock(Path path, String origin) throws ConfigException {
    FileChannel lockFile = null;
    try {
      make(path);
      lockFile =
          FileChannel.open(
              path.resolve(LOCK_FILE),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      if (tryLock(lockFile) == null) {
        throw taken(path, origin, readPid(lockFile));
      }
      writePid(lockFile);
      return new DataDirectory(path, lockFile);
    } catch (IOException e) {
      closeQuietly(lockFile);
      throw unusable(path, origin, e);
    }
  }

  /**
   * The process id of the server that has the directory; null when none has. Makes nothing. Not for
   * a directory that this very process has: a lock ends when its file is closed again.
   */
  static @Nullable String holder(Path path) {
    try (FileChannel lockFile =
        FileChannel.open(
            path.resolve(LOCK_FILE), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return tryLock(lockFile) == null ? readPid(lockFile) : null;
    } catch (IOException e) {
      // Nothing that could be locked; a start would tell why.
      return null;
    }
  }

  /** Why nobody could keep a server's files there; null if one could. Leaves nothing behind. */
  static @Nullable String obstacle(Path path) {
    try (Scratch _ = Scratch.in(path)) {
      Path lockFile = path.resolve(LOCK_FILE);
      if (Files.exists(lockFile) && !Files.isWritable(lockFile)) {
        throw new AccessDeniedException(lockFile.toString());
      }
      return null;
    } catch (IOException e) {
      return inWords(e);
    }
  }

  /** Takes the lock if a server has ever had the directory; null where there is none to take. */
  static @Nullable DataDirectory lockIfUsed(Path path, String origin) throws ConfigException {
    return Files.exists(path.resolve(LOCK_FILE)) ? lock(path, origin) : null;
  }

  Path path() {
    return path;
  }

  Path resolve(String name) {
    return path.resolve(name);
  }

  @Override
  public void close() {
    closeQuietly(lockFile);
  }

  /** One that is made here is for its owner alone; one that is there stays as it is. */
  private static void make(Path path) throws IOException {
    if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createDirectories(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } else {
      Files.createDirectories(path);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static String readPid(FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(LONGEST_PID);
    channel.read(text, 0);
    String pid = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).strip();
    return pid.isEmpty() ? "unknown" : pid;
  }

  private static void writePid(FileChannel channel) throws IOException {
    String pid = ProcessHandle.current().pid() + "\n";
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
  }

  private static ConfigException taken(Path path, String origin, String pid) {
    return fault(
        origin,
        path + " is in use by the server with process id " + pid,
        "Stop that server, or give this one another DATA_DIR");
  }

  private static ConfigException unusable(Path path, String origin, IOException e) {
    return fault(
        origin,
        path + " " + inWords(e),
        "Make the directory writable for this user, or choose another DATA_DIR");
  }

  private static String inWords(IOException e) {
    return "cannot be written (" + e.getClass().getSimpleName() + ")";
  }

  private static ConfigException fault(String origin, String reason, String mend) {
    return new ConfigException(List.of(new ConfigFault("DATA_DIR", origin, reason, mend)));
  }

  private static void closeQuietly(@Nullable FileChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        // The lock ends with the process at the latest.
      }
    }
  }
}
