package dev.letterlock.storage.inbox.local.disk;

import java.nio.ByteBuffer;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * Walks over the records whose keys begin with a prefix, in order, as they were when the scan
 * began. One thread uses it, while the database is held open.
 */
public final class RecordScan implements AutoCloseable {
  private static final int FIRST_VALUE_CAPACITY = 4096;

  private final RocksIterator iterator;
  private final ByteBuffer prefix = ByteBuffer.allocate(Keys.MAX_SIZE).flip();
  private final ByteBuffer key = ByteBuffer.allocateDirect(Keys.MAX_SIZE);
  private ByteBuffer value = ByteBuffer.allocateDirect(FIRST_VALUE_CAPACITY);

  RecordScan(RocksIterator iterator) {
    this.iterator = iterator;
  }

  /** Goes to the first record at or after {@code from}, within {@code newPrefix}; both direct. */
  public boolean seek(ByteBuffer newPrefix, ByteBuffer from) {
    prefix.clear().put(newPrefix.duplicate()).flip();
    iterator.seek(from.duplicate());
    return load();
  }

  /** Goes to the first record with this prefix. */
  public boolean seek(ByteBuffer newPrefix) {
    return seek(newPrefix, newPrefix);
  }

  /** Goes to the first record at or after {@code from}, whatever its prefix. */
  public boolean seekFrom(ByteBuffer from) {
    prefix.clear().flip();
    iterator.seek(from.duplicate());
    return load();
  }

  /** Goes to the next record; false behind the last one. */
  public boolean next() {
    iterator.next();
    return load();
  }

  /** The key, from position 0 to its limit; valid until the scan moves. */
  public ByteBuffer key() {
    return key;
  }

  /** The value, from position 0 to its limit; valid until the scan moves. Copied by this call. */
  public ByteBuffer value() {
    value.clear();
    int size = iterator.value(value);
    if (size > value.capacity()) {
      value = ByteBuffer.allocateDirect(Integer.highestOneBit(size) * 2);
      iterator.value(value);
    }
    return value.position(0).limit(size);
  }

  @Override
  public void close() {
    iterator.close();
  }

  private boolean load() {
    if (!iterator.isValid()) {
      check();
      return false;
    }
    key.clear();
    int size = iterator.key(key);
    key.position(0).limit(size);
    return size >= prefix.limit()
        && key.duplicate().limit(prefix.limit()).mismatch(prefix.duplicate()) == -1;
  }

  private void check() {
    try {
      iterator.status();
    } catch (RocksDBException e) {
      throw new StorageFaultException("scan", e);
    }
  }
}
