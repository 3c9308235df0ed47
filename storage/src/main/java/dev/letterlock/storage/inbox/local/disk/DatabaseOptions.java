package dev.letterlock.storage.inbox.local.disk;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompactionStyle;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.MutableColumnFamilyOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.WALRecoveryMode;

/**
 * How the database is tuned: values are ciphertext, written once, mostly read back never, and
 * deleted while they are still in memory.
 */
final class DatabaseOptions implements AutoCloseable {
  private static final long MIB = 1 << 20;
  private static final long BLOCK_CACHE = 16 * MIB;
  private static final long STATE_MEMTABLE = 32 * MIB;
  private static final long ENTRIES_MEMTABLE = 32 * MIB;
  private static final long LOGS = 256 * MIB;
  private static final int RECYCLED_LOGS = 2;
  private static final long INFO_LOG = 4 * MIB;
  private static final int MERGED_RUNS = 16;
  private static final int MEMTABLES = 3;
  private static final long SMALLEST_BLOB = 256;
  private static final long BLOB_FILE = 64 * MIB;
  private static final int OPEN_FILES = 256;
  private static final int BLOOM_BITS = 10;

  private final Cache cache = new LRUCache(BLOCK_CACHE);
  private final BloomFilter bloom = new BloomFilter(BLOOM_BITS);
  private final ColumnFamilyOptions state = table(STATE_MEMTABLE);
  private final ColumnFamilyOptions entries =
      // Inboxes are filled all over the key space: merging levels would copy everything again and
      // again. Envelopes lie in files of their own, so that merging copies only their keys.
      table(ENTRIES_MEMTABLE)
          .setCompactionStyle(CompactionStyle.UNIVERSAL)
          .setLevel0FileNumCompactionTrigger(MERGED_RUNS)
          .setEnableBlobFiles(true)
          .setMinBlobSize(SMALLEST_BLOB)
          .setBlobFileSize(BLOB_FILE);
  private final DBOptions database;

  DatabaseOptions(boolean directIo) {
    database = newDatabase(directIo);
  }

  DBOptions database(WALRecoveryMode mode) {
    return database.setWalRecoveryMode(mode);
  }

  /** Whether merging also writes the envelopes anew. */
  static MutableColumnFamilyOptions collectGarbage(boolean wanted) {
    return MutableColumnFamilyOptions.builder()
        .setEnableBlobGarbageCollection(wanted)
        .setBlobGarbageCollectionAgeCutoff(1)
        .build();
  }

  /** In the order of {@link Table}. */
  List<ColumnFamilyDescriptor> tables() {
    return List.of(
        new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, state),
        new ColumnFamilyDescriptor("entries".getBytes(StandardCharsets.US_ASCII), entries));
  }

  @Override
  public void close() {
    database.close();
    entries.close();
    state.close();
    bloom.close();
    cache.close();
  }

  private ColumnFamilyOptions table(long memtable) {
    return new ColumnFamilyOptions()
        .setCompressionType(CompressionType.NO_COMPRESSION)
        .setWriteBufferSize(memtable)
        .setMaxWriteBufferNumber(MEMTABLES)
        .setTableFormatConfig(
            new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setCacheIndexAndFilterBlocks(true)
                .setPinL0FilterAndIndexBlocksInCache(true)
                .setFilterPolicy(bloom));
  }

  private static DBOptions newDatabase(boolean directIo) {
    return new DBOptions()
        .setCreateIfMissing(true)
        .setCreateMissingColumnFamilies(true)
        .setMaxOpenFiles(OPEN_FILES)
        .setMaxBackgroundJobs(2)
        .setMaxTotalWalSize(LOGS)
        // Nobody reads soon what is flushed: past the page cache it costs half the CPU.
        .setUseDirectIoForFlushAndCompaction(directIo)
        // A file that does not grow is synced without its metadata.
        .setRecycleLogFileNum(RECYCLED_LOGS)
        // One thread writes: concurrent memtables and spinning writers cost and bring nothing.
        .setAllowConcurrentMemtableWrite(false)
        .setEnableWriteThreadAdaptiveYield(false)
        .setAvoidFlushDuringShutdown(true)
        .setAvoidFlushDuringRecovery(true)
        .setStatsDumpPeriodSec(0)
        .setStatsPersistPeriodSec(0)
        .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
        .setMaxLogFileSize(INFO_LOG)
        .setKeepLogFileNum(2);
  }
}
