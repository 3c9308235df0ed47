package dev.letterlock.storage.inbox.local.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Checkpoint;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteOptions;

/**
 * One RocksDB directory with two {@link Table}s, opened by one process at a time. The owner's
 * thread opens, writes and closes; other threads may read between {@link #open} and {@link #close},
 * which the caller keeps apart.
 */
public final class InboxDatabase implements AutoCloseable {
  static {
    RocksDB.loadLibrary();
  }

  private static final long SPARE = 16 << 20;
  private static final Set<Status.Code> STOPPED =
      EnumSet.of(Status.Code.Incomplete, Status.Code.ShutdownInProgress);

  private final Path directory;
  private final DatabaseOptions options;
  private final WriteOptions synced = new WriteOptions().setSync(true);
  private final WriteOptions unsynced = new WriteOptions();
  private final ReadOptions reads = new ReadOptions();
  private final List<ColumnFamilyHandle> families = new ArrayList<>();

  private @Nullable RocksDB rocks;

  public InboxDatabase(Path directory) {
    this.directory = directory;
    options = new DatabaseOptions(DirectIo.worksIn(directory));
  }

  /**
   * Opens the directory. Its log ends before the first record that is cut short or damaged; {@link
   * RunMark} knows whether that was the end.
   *
   * @throws DataDirectoryInUseException if another process has it
   * @throws DamagedDirectoryException if it cannot be opened at all
   * @throws StorageFaultException if it cannot be opened now, because there is no room
   */
  public void open() {
    try {
      openWith(WALRecoveryMode.PointInTimeRecovery);
      return;
    } catch (RocksDBException e) {
      refuseUnlessDamage(e);
    }
    try {
      openWith(WALRecoveryMode.SkipAnyCorruptedRecords);
    } catch (RocksDBException e) {
      throw new DamagedDirectoryException(directory, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Opens the directory so that it can be read though nothing can be written.
   *
   * @throws StorageFaultException if not even that is possible
   */
  public void openForReading() {
    try {
      families.clear();
      rocks =
          RocksDB.openReadOnly(
              options.database(WALRecoveryMode.PointInTimeRecovery),
              directory.toString(),
              options.tables(),
              families);
    } catch (RocksDBException e) {
      throw new StorageFaultException("open: " + e.getMessage(), e);
    }
  }

  /** Bytes that have to be free before opening to write makes sense: the log is written anew. */
  public long bytesToOpen() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return SPARE
          + files
              .filter(file -> file.toString().endsWith(".log"))
              .mapToLong(file -> file.toFile().length())
              .sum();
    }
  }

  public boolean isOpen() {
    return rocks != null;
  }

  public RecordBatch newBatch() {
    return new RecordBatch(this);
  }

  /** A scan of a table as it is now; close it before the database. */
  public RecordScan scan(Table table) {
    return new RecordScan(rocks().newIterator(family(table), reads));
  }

  /**
   * Copies the value of a key to the position of {@code out}, as much as has room, and sets its
   * limit behind it. Both direct.
   *
   * @return size of the whole value, or -1 if there is none
   */
  public int get(Table table, ByteBuffer key, ByteBuffer out) {
    try {
      int size = rocks().get(family(table), reads, key, out);
      return size == RocksDB.NOT_FOUND ? -1 : size;
    } catch (RocksDBException e) {
      throw new StorageFaultException("get", e);
    }
  }

  /** Writes the batch; returns when it is on disk if {@code sync}. */
  public void write(RecordBatch batch, boolean sync) {
    try {
      rocks().write(sync ? synced : unsynced, batch.rocks());
    } catch (RocksDBException e) {
      throw new StorageFaultException("write: " + e.getMessage(), e);
    }
  }

  /** Returns when everything written is on disk. */
  public void sync() {
    try {
      rocks().syncWal();
    } catch (RocksDBException e) {
      throw new StorageFaultException("sync: " + e.getMessage(), e);
    }
  }

  /** Records of a table, about; 0 where it cannot be told. Any number of them costs the same. */
  public long estimatedRecords(Table table) {
    try {
      return rocks().getLongProperty(family(table), "rocksdb.estimate-num-keys");
    } catch (RocksDBException _) {
      return 0;
    }
  }

  /**
   * Makes a directory that holds all that was written, on disk: it can be opened like this one.
   * Files are linked where the file system can. Blocking.
   */
  public void checkpoint(Path copy) {
    try (Checkpoint checkpoint = Checkpoint.create(rocks())) {
      checkpoint.createCheckpoint(copy.toString());
    } catch (RocksDBException e) {
      throw new StorageFaultException("checkpoint: " + e.getMessage(), e);
    }
  }

  /**
   * Writes the envelopes that are still there anew when more than half of their files is garbage.
   * Blocks for as long as that takes or until {@link #stopReclaiming}; for threads of jobs.
   */
  public void reclaim() {
    RocksDB open = rocks();
    ColumnFamilyHandle entries = family(Table.ENTRIES);
    try (CompactRangeOptions keys = merge()) {
      // Only merging tells how much is garbage.
      open.compactRange(entries, null, null, keys);
      long stored = open.getLongProperty(entries, "rocksdb.live-blob-file-size");
      long garbage = open.getLongProperty(entries, "rocksdb.live-blob-file-garbage-size");
      if (garbage > stored / 2) {
        open.setOptions(entries, DatabaseOptions.collectGarbage(true));
        open.compactRange(entries, null, null, keys);
        open.setOptions(entries, DatabaseOptions.collectGarbage(false));
      }
    } catch (RocksDBException e) {
      if (e.getStatus() != null && STOPPED.contains(e.getStatus().getCode())) {
        return;
      }
      throw new StorageFaultException("reclaim: " + e.getMessage(), e);
    }
  }

  /** Ends {@link #reclaim} before {@link #close}; what it has not copied stays as it was. */
  public void stopReclaiming() {
    RocksDB open = rocks;
    if (open != null) {
      open.cancelAllBackgroundWork(false);
    }
  }

  private static CompactRangeOptions merge() {
    return new CompactRangeOptions()
        .setExclusiveManualCompaction(false)
        .setBottommostLevelCompaction(CompactRangeOptions.BottommostLevelCompaction.kForce);
  }

  /** Number of the last change. */
  public long lastSequence() {
    return rocks().getLatestSequenceNumber();
  }

  /** Closes the directory; it may be opened again. */
  @Override
  public void close() {
    RocksDB open = rocks;
    rocks = null;
    if (open != null) {
      families.forEach(ColumnFamilyHandle::close);
      families.clear();
      open.close();
    }
  }

  /** Frees what outlives {@link #close}. */
  public void dispose() {
    close();
    reads.close();
    unsynced.close();
    synced.close();
    options.close();
  }

  ColumnFamilyHandle family(Table table) {
    rocks();
    return switch (table) {
      case STATE -> families.getFirst();
      case ENTRIES -> families.getLast();
    };
  }

  private RocksDB rocks() {
    RocksDB open = rocks;
    if (open == null) {
      throw new StorageFaultException("database: closed (expected: open)");
    }
    return open;
  }

  private void openWith(WALRecoveryMode mode) throws RocksDBException {
    families.clear();
    rocks = RocksDB.open(options.database(mode), directory.toString(), options.tables(), families);
  }

  private void refuseUnlessDamage(RocksDBException e) {
    switch (e.getStatus() == null ? null : e.getStatus().getCode()) {
      case null ->
          throw new DamagedDirectoryException(directory, String.valueOf(e.getMessage()), e);
      case IOError -> {
        if (String.valueOf(e.getMessage()).contains("LOCK")) {
          throw new DataDirectoryInUseException(directory, e);
        }
        throw new StorageFaultException("open: " + e.getMessage(), e);
      }
      case Corruption -> {}
      default -> throw new StorageFaultException("open: " + e.getMessage(), e);
    }
  }
}
