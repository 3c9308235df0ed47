package dev.letterlock.storage.inbox.local;

import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.storage.inbox.local.disk.InboxDatabase;
import dev.letterlock.storage.inbox.local.disk.Keys;
import dev.letterlock.storage.inbox.local.disk.RecordBatch;
import dev.letterlock.storage.inbox.local.disk.RecordScan;
import dev.letterlock.storage.inbox.local.disk.Table;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * Deletes what is filed and acked or aged, some of it with every commit. A crash leaves the rest to
 * the next time that the inbox is asked for. The commit thread owns it.
 */
final class Trimmer {
  private static final int PER_COMMIT = 512;

  private final InboxDatabase database;
  private final Inboxes inboxes;
  private final ArrayDeque<DeviceInbox> waiting;
  private final ByteBuffer prefix = ByteBuffer.allocateDirect(Keys.MAX_SIZE);
  private final ByteBuffer from = ByteBuffer.allocateDirect(Keys.MAX_SIZE);

  Trimmer(InboxDatabase database, Inboxes inboxes) {
    this.database = database;
    this.inboxes = inboxes;
    this.waiting = inboxes.untrimmed();
  }

  void add(DeviceInbox inbox) {
    waiting.addLast(inbox);
  }

  boolean hasWork() {
    return !waiting.isEmpty();
  }

  /** Adds deletes for a part of the work. */
  void step(RecordBatch batch) {
    int left = PER_COMMIT;
    while (left > 0 && !waiting.isEmpty()) {
      DeviceInbox inbox = waiting.removeFirst();
      if (inbox.needsTrim()) {
        left -= trim(inbox, left, batch);
        if (inbox.needsTrim()) {
          waiting.addFirst(inbox);
        }
      }
    }
  }

  private int trim(DeviceInbox inbox, int max, RecordBatch batch) {
    DeviceAddress device = inbox.device();
    Cursor done = inbox.done();
    int deleted = 0;
    Cursor reached = done;
    try (RecordScan scan = database.scan(Table.ENTRIES)) {
      Cursor trimmed = inbox.trimmed();
      boolean more =
          scan.seek(
              Keys.entriesOf(prefix, device),
              Keys.entry(from, device, trimmed.epoch(), trimmed.seq() + 1));
      while (more) {
        Cursor at = place(scan.key(), Keys.DEVICE_SIZE);
        if (at.compareTo(done) > 0) {
          break;
        }
        if (deleted == max) {
          reached = new Cursor(at.epoch(), at.seq() - 1);
          break;
        }
        batch.delete(Table.ENTRIES, scan.key());
        deleted++;
        more = scan.next();
      }
    }
    inbox.trimmedTo(reached);
    inboxes.touch(inbox);
    if (reached.equals(done)) {
      trimGaps(inbox, batch);
    }
    return Math.max(1, deleted);
  }

  /** Drops the gap records that are acked or aged and counts the rest. */
  private void trimGaps(DeviceInbox inbox, RecordBatch batch) {
    int remaining = 0;
    try (RecordScan scan = database.scan(Table.STATE)) {
      boolean more = scan.seek(Keys.ofDevice(prefix, Keys.GAP, inbox.device()));
      while (more) {
        Cursor at = place(scan.key(), 1 + Keys.DEVICE_SIZE);
        if (at.compareTo(inbox.done()) <= 0) {
          batch.delete(Table.STATE, scan.key());
        } else if (at.epoch() == inbox.epoch()) {
          remaining++;
        }
        more = scan.next();
      }
    }
    inbox.gaps(remaining);
  }

  /** Reads the place at the end of a key. */
  static Cursor place(ByteBuffer key, int index) {
    return new Cursor(key.getLong(index), key.getLong(index + Long.BYTES));
  }
}
