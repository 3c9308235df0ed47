package dev.letterlock.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;

/** How long the disk takes to be sure, which is the ground under every figure with sync. */
final class DiskProbe {

  private static final int WRITES = 300;
  private static final int BLOCK = 4096;

  private DiskProbe() {}

  /** Appends and syncs a few hundred blocks; p50 and p99 in words. */
  static String measure(Path directory) throws IOException {
    Path file = Files.createTempFile(directory, "letterlock-fsync", ".tmp");
    long[] nanos = new long[WRITES];
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
      for (int i = 0; i < WRITES; i++) {
        channel.write(block.clear());
        long start = System.nanoTime();
        channel.force(false);
        nanos[i] = System.nanoTime() - start;
      }
    } finally {
      Files.delete(file);
    }
    Arrays.sort(nanos);
    return String.format(
        Locale.ROOT,
        "p50 %.3f ms, p99 %.3f ms",
        nanos[WRITES / 2] / 1e6,
        nanos[WRITES * 99 / 100] / 1e6);
  }
}
