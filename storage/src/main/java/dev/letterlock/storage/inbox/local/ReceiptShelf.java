package dev.letterlock.storage.inbox.local;

import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.inbox.PendingReceipt;
import dev.letterlock.storage.inbox.ReceiptPage;
import dev.letterlock.storage.inbox.local.disk.InboxDatabase;
import dev.letterlock.storage.inbox.local.disk.Keys;
import dev.letterlock.storage.inbox.local.disk.RecordBatch;
import dev.letterlock.storage.inbox.local.disk.RecordScan;
import dev.letterlock.storage.inbox.local.disk.Table;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Reads receipts from the disk. Any thread that may block; one at a time. */
final class ReceiptShelf {
  private static final byte DRAINED_MARK = 2;

  private final InboxDatabase database;
  private final ByteBuffer key = ByteBuffer.allocateDirect(Keys.MAX_SIZE);
  private final ByteBuffer value = ByteBuffer.allocateDirect(Long.BYTES);

  ReceiptShelf(InboxDatabase database) {
    this.database = database;
  }

  /** Receipts for the user's devices with a mark above {@code after}, by rising mark. */
  ReceiptPage pending(UserId sender, long after, int max) {
    List<PendingReceipt> pending = new ArrayList<>();
    try (RecordScan scan = database.scan(Table.STATE)) {
      boolean more = scan.seek(Keys.receiptsOf(key, sender));
      while (more) {
        new ReceiptCell(ReceiptKey.read(scan.key()), scan.value()).pending(after, pending::add);
        more = scan.next();
      }
    }
    pending.sort(Comparator.comparingLong(PendingReceipt::mark));
    boolean drained = pending.size() <= max;
    return new ReceiptPage(drained ? pending : pending.subList(0, max), drained);
  }

  /** Keys of all receipts that were not drained. */
  List<ReceiptKey> undrained() {
    long drained = drainedMark();
    List<ReceiptKey> keys = new ArrayList<>();
    try (RecordScan scan = database.scan(Table.STATE)) {
      boolean more = scan.seek(Keys.kind(key, Keys.RECEIPT));
      while (more) {
        ReceiptCell cell = new ReceiptCell(ReceiptKey.read(scan.key()), scan.value());
        if (cell.mark() > drained) {
          keys.add(cell.key());
        }
        more = scan.next();
      }
    }
    return keys;
  }

  /** Up to which mark everything was drained. */
  long drainedMark() {
    value.clear();
    int size = database.get(Table.STATE, Keys.meta(key, DRAINED_MARK), value);
    return size < 0 ? 0 : value.getLong(0);
  }

  /** Keys of all receipts about the user's messages. */
  List<ReceiptKey> keys(UserId sender) {
    List<ReceiptKey> keys = new ArrayList<>();
    try (RecordScan scan = database.scan(Table.STATE)) {
      boolean more = scan.seek(Keys.receiptsOf(key, sender));
      while (more) {
        keys.add(ReceiptKey.read(scan.key()));
        more = scan.next();
      }
    }
    return keys;
  }

  /** Everything up to the mark was drained. */
  static void putDrained(long mark, RecordBatch batch) {
    ByteBuffer value = ByteBuffer.allocateDirect(Long.BYTES).putLong(mark).flip();
    batch.put(Table.STATE, Keys.meta(batch.key(), DRAINED_MARK), value);
  }
}
