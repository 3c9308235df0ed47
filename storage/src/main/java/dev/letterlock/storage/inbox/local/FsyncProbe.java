package dev.letterlock.storage.inbox.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * How long a directory's disk takes to make one appended KiB durable: the floor of every answer
 * with DURABILITY=sync. Blocks for well under a second on a usual disk.
 *
 * @param p50Micros median, µs
 * @param p99Micros 99 of 100 took at most this long, µs
 */
public record FsyncProbe(long p50Micros, long p99Micros) {
  private static final int ROUNDS = 200;
  private static final int BYTES = 1024;
  private static final int NANOS = 1000;

  /** Measures in {@code directory}, which must exist; leaves nothing behind. */
  public static FsyncProbe measure(Path directory) throws IOException {
    Path file = Files.createTempFile(directory, "fsync", ".probe");
    long[] nanos = new long[ROUNDS];
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.APPEND)) {
      ByteBuffer block = ByteBuffer.allocateDirect(BYTES);
      for (int i = 0; i < ROUNDS; i++) {
        long started = System.nanoTime();
        channel.write(block.clear());
        channel.force(false);
        nanos[i] = System.nanoTime() - started;
      }
    } finally {
      Files.delete(file);
    }
    Arrays.sort(nanos);
    return new FsyncProbe(nanos[ROUNDS / 2] / NANOS, nanos[ROUNDS * 99 / 100] / NANOS);
  }
}
