package dev.letterlock.storage.inbox.local.disk;

import java.nio.ByteBuffer;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * Changes that take effect together. Reused for every commit, so that a warm one allocates nothing;
 * buffers that are passed in must be direct and are copied at once. One thread uses it.
 */
public final class RecordBatch implements AutoCloseable {
  private static final int RESERVED = 1 << 20;

  private final WriteBatch batch = new WriteBatch(RESERVED);
  private final ByteBuffer key = ByteBuffer.allocateDirect(Keys.MAX_SIZE);
  private final byte[] commitKey = new byte[1 + Long.BYTES];
  private final byte[] chunkKey = new byte[1 + Long.BYTES + Short.BYTES];
  private final ByteBuffer commitKeyFields = ByteBuffer.wrap(commitKey);
  private final ByteBuffer chunkKeyFields = ByteBuffer.wrap(chunkKey);
  private final InboxDatabase database;

  private int count;

  RecordBatch(InboxDatabase database) {
    this.database = database;
  }

  /** Scratch space to build a key in, direct. */
  public ByteBuffer key() {
    return key;
  }

  /** Puts what lies between position and limit of both buffers, and moves the positions there. */
  public void put(Table table, ByteBuffer recordKey, ByteBuffer value) {
    ColumnFamilyHandle family = database.family(table);
    try {
      batch.put(family, recordKey, value);
      count++;
    } catch (RocksDBException e) {
      throw new StorageFaultException("put", e);
    }
  }

  public void delete(Table table, ByteBuffer recordKey) {
    ColumnFamilyHandle family = database.family(table);
    try {
      batch.delete(family, recordKey);
      count++;
    } catch (RocksDBException e) {
      throw new StorageFaultException("delete", e);
    }
  }

  /** Drops a commit record: written once, so that both vanish with the next flush. */
  public void dropCommit(long commit) {
    commitKeyFields.clear().put(Keys.COMMIT).putLong(commit);
    drop(commitKey);
  }

  /** Drops a chunk: written once, so that both vanish with the next flush. */
  public void dropChunk(long commit, int index) {
    chunkKeyFields.clear().put(Keys.CHUNK).putLong(commit).putShort((short) index);
    drop(chunkKey);
  }

  public boolean isEmpty() {
    return count == 0;
  }

  public void clear() {
    batch.clear();
    count = 0;
  }

  WriteBatch rocks() {
    return batch;
  }

  private void drop(byte[] recordKey) {
    try {
      batch.singleDelete(recordKey);
      count++;
    } catch (RocksDBException e) {
      throw new StorageFaultException("single delete", e);
    }
  }

  @Override
  public void close() {
    batch.close();
  }
}
