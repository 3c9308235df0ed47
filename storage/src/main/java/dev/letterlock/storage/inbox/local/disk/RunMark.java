package dev.letterlock.storage.inbox.local.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;

/**
 * A small mapped file that says how far the last run came: it survives the death of the process
 * without costing a sync, and lags behind after a power loss. Together with the log it tells
 * whether something that was accepted may be missing. One thread uses it.
 */
public final class RunMark implements AutoCloseable {
  private static final String NAME = "run.mark";
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
  private static final long MAGIC = 0x4C65747465724C6BL;
  private static final long SIZE = 64;
  private static final long MAGIC_OFFSET = 0;
  private static final long SEQUENCE_OFFSET = 8;
  private static final long BOOT_OFFSET = 16;
  private static final long STATE_OFFSET = 24;
  private static final long GENERATION_OFFSET = 32;
  private static final long CLEAN = 1;
  private static final long RUNNING_SYNCED = 2;
  private static final long RUNNING_RELAXED = 3;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment file;
  private final long boot = bootId();

  public RunMark(Path directory) {
    try (FileChannel channel =
        FileChannel.open(
            directory.resolve(NAME),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      file = channel.map(FileChannel.MapMode.READ_WRITE, 0, SIZE, arena);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Marks a directory that was copied some time ago and lacks what was accepted since: opening it
   * begins a generation above {@code generation}.
   */
  public static void copied(Path directory, long generation) {
    try (RunMark mark = new RunMark(directory)) {
      mark.running(false, 0, generation);
    }
  }

  /**
   * Whether the directory, as it was opened, may lack something that was accepted: the log ended
   * early, the run before was relaxed and not ended, or the machine went down with it, and how far
   * the run came may not have reached the disk.
   *
   * @param sequence number of the last change that was found
   */
  public boolean mayLack(long sequence) {
    if (!isPresent() || sequence < get(SEQUENCE_OFFSET)) {
      return true;
    }
    long state = get(STATE_OFFSET);
    return state == RUNNING_RELAXED || (state != CLEAN && get(BOOT_OFFSET) != boot);
  }

  /** Generation of the last run; 0 if there was none. */
  public long generation() {
    return isPresent() ? get(GENERATION_OFFSET) : 0;
  }

  /** A run begins or goes on. */
  public void running(boolean synced, long sequence, long generation) {
    set(GENERATION_OFFSET, generation);
    set(SEQUENCE_OFFSET, sequence);
    set(BOOT_OFFSET, boot);
    set(STATE_OFFSET, synced ? RUNNING_SYNCED : RUNNING_RELAXED);
    set(MAGIC_OFFSET, MAGIC);
    file.force();
  }

  /** Everything up to this change is on disk. */
  public void reached(long sequence) {
    set(SEQUENCE_OFFSET, sequence);
  }

  /** The run ended as it should. */
  public void stopped(long sequence) {
    set(SEQUENCE_OFFSET, sequence);
    set(STATE_OFFSET, CLEAN);
    file.force();
  }

  @Override
  public void close() {
    arena.close();
  }

  private boolean isPresent() {
    return get(MAGIC_OFFSET) == MAGIC;
  }

  private long get(long offset) {
    return file.get(ValueLayout.JAVA_LONG, offset);
  }

  private void set(long offset, long value) {
    file.set(ValueLayout.JAVA_LONG, offset, value);
  }

  /** Same number as long as the machine was not started anew; never the same where unknown. */
  private static long bootId() {
    try {
      CRC32 crc = new CRC32();
      crc.update(Files.readString(BOOT_ID).getBytes(StandardCharsets.UTF_8));
      return crc.getValue();
    } catch (IOException _) {
      return -System.currentTimeMillis();
    }
  }
}
