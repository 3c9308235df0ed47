package dev.letterlock.storage.inbox.local;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/**
 * A directory that can be full: a file system of its own where this process may mount one, else a
 * limit on the size of this process's files, which fails the same writes.
 */
public final class SmallDisk implements AutoCloseable {
  private static final int MIB = 1 << 20;

  private final Path directory;
  private final Path ballast;
  private final boolean mounted;

  public SmallDisk(Path directory, int megabytes) throws IOException {
    this.directory = directory;
    ballast = directory.resolve("ballast");
    mounted = run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", path());
    System.out.println(
        mounted
            ? "Full disk: a file system of " + megabytes + " MiB"
            : "Full disk: mounting is not permitted here, limiting the size of files instead");
  }

  /** Whether it is full for other processes too. */
  public boolean isMounted() {
    return mounted;
  }

  /** Leaves room for so many MiB. */
  public void leave(int megabytes) throws IOException {
    if (mounted) {
      Files.deleteIfExists(ballast);
      long size = directory.toFile().getUsableSpace() - (long) megabytes * MIB;
      try (var channel =
          Files.newByteChannel(ballast, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        var zeros = java.nio.ByteBuffer.allocate(MIB);
        for (long at = 0; at < size; at += MIB) {
          channel.write(zeros.clear().limit((int) Math.min(MIB, size - at)));
        }
      }
    } else {
      limitFiles(Integer.toString(megabytes * MIB));
    }
  }

  /** There is room again. */
  public void free() throws IOException {
    if (mounted) {
      Files.deleteIfExists(ballast);
    } else {
      limitFiles("unlimited");
    }
  }

  @Override
  public void close() throws IOException {
    free();
    if (mounted) {
      run("umount", path());
    }
  }

  private String path() {
    return directory.toAbsolutePath().toString();
  }

  /** Sets the soft limit alone, so that it can be raised again. */
  private static void limitFiles(String bytes) throws IOException {
    long self = ProcessHandle.current().pid();
    if (!run("prlimit", "--pid", Long.toString(self), "--fsize=" + bytes + ":unlimited")) {
      throw new IOException("prlimit: refused (expected: a limit on the size of files)");
    }
  }

  private static boolean run(String... command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (InterruptedException e) {
      throw new InterruptedIOException(e.getMessage());
    }
  }
}
