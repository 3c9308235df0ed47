package dev.letterlock.storage.inbox.local;

import dev.letterlock.protocol.frame.server.Receipt;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.inbox.ReceiptMark;
import dev.letterlock.storage.inbox.ReceiptRecord;
import dev.letterlock.storage.inbox.local.disk.InboxDatabase;
import dev.letterlock.storage.inbox.local.disk.Keys;
import dev.letterlock.storage.inbox.local.disk.RecordBatch;
import dev.letterlock.storage.inbox.local.disk.Table;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Receipts: watermarks that never go back, each change with a mark above all earlier ones. Their
 * records lag behind the journal; those that were not drained yet stay in memory. The commit thread
 * owns it.
 */
final class ReceiptBook {
  private static final byte LAST_MARK = 3;

  private final InboxDatabase database;
  private final Map<ReceiptKey, ReceiptCell> cached = new HashMap<>();
  private final List<ReceiptCell> touched = new ArrayList<>();
  private final Lagging<ReceiptCell> lagging =
      new Lagging<>(ReceiptCell::lagsSince, cell -> cell.lagsSince(0));
  private final List<ReceiptCell> undrained = new ArrayList<>();
  private final ReceiptKey probe =
      new ReceiptKey(0, 0, new UserId(0, 0), new DeviceAddress(new UserId(0, 0), 0));
  private final ByteBuffer key = ByteBuffer.allocateDirect(Keys.MAX_SIZE);
  private final ByteBuffer record = ByteBuffer.allocateDirect(ReceiptCell.RECORD_SIZE);

  private long lastMark;
  private boolean raised;
  private int now;

  ReceiptBook(InboxDatabase database) {
    this.database = database;
  }

  /**
   * Numbers the change if it is one, and tells the journal. Nothing was read that was not delivered
   * before.
   */
  void raise(ReceiptMark receipt, long nowMicros, YoungGeneration young) {
    probe.set(
        receipt.conversationHigh(), receipt.conversationLow(), receipt.reader(), receipt.sender());
    if (receipt.kind() == Receipt.Kind.READ) {
      receipt.cut(cell().upTo(Receipt.Kind.DELIVERED));
    }
    long mark = raise(receipt.kind(), receipt.upTo(), nowMicros);
    receipt.number(mark);
    if (mark != 0) {
      raised = true;
      young.record().raised(probe, receipt.kind(), receipt.upTo(), mark);
      lag(cell(), young.number());
    }
  }

  /** A change that the journal had. */
  void recover(ReceiptKey of, Receipt.Kind kind, long upTo, long mark, long commit) {
    find(of);
    ReceiptCell cell = cell();
    if (Long.compareUnsigned(upTo, cell.upTo(kind)) > 0) {
      cell.raise(kind, upTo, mark);
      lag(cell, commit);
      markUndrained(cell);
    }
    lastMark = Math.max(lastMark(), mark);
  }

  /**
   * An envelope expired. A message that some device of its reader had before is left out.
   *
   * @return the mark of the change, 0 if it is none
   */
  long expired(ReceiptKey of, long time, long nowMicros) {
    find(of);
    if (cell().upTo(Receipt.Kind.DELIVERED) >= time) {
      return 0;
    }
    long mark = raise(Receipt.Kind.EXPIRED, time, nowMicros);
    touch(cell());
    return mark;
  }

  boolean hasTouched() {
    return !touched.isEmpty();
  }

  /**
   * Whether the running commit raised a receipt: its sender is told as soon as that ends, and what
   * was told may not be forgotten when the process dies.
   */
  boolean hasRaised() {
    return raised;
  }

  /** What lags of a sender's receipts has to be written at once: the disk will be read. */
  void touch(UserId sender) {
    for (ReceiptCell cell : lagging.all()) {
      if (cell.key().sender().user().equals(sender)) {
        touch(cell);
      }
    }
  }

  /** What lags has to be written at once: the journal that had it is gone. */
  void touchLagging() {
    lagging.all().forEach(this::touch);
    lagging.clear();
  }

  /** The first commit that is still needed; {@link Long#MAX_VALUE} if none is. */
  long oldestLagging() {
    return lagging.oldest();
  }

  void writeLagging(long upTo, RecordBatch batch) {
    if (lagging.write(upTo, batch, this::write)) {
      writeLastMark(batch);
    }
  }

  void writeTouched(RecordBatch batch) {
    for (ReceiptCell cell : touched) {
      write(batch, cell);
    }
    if (!touched.isEmpty()) {
      writeLastMark(batch);
    }
  }

  void writeAll(RecordBatch batch) {
    lagging.writeAll(batch, this::write);
    writeTouched(batch);
    writeLastMark(batch);
  }

  /** What was put is committed. */
  void written() {
    raised = false;
    lagging.written();
    touched.forEach(cell -> cell.touched(false));
    touched.clear();
  }

  /** Those with the lowest marks among the receipts that were not drained. */
  List<ReceiptRecord> log(int max) {
    return undrained.stream()
        .sorted(Comparator.comparingLong(ReceiptCell::mark))
        .limit(max)
        .map(ReceiptCell::toRecord)
        .toList();
  }

  void drained(long mark) {
    undrained.removeIf(cell -> {
      boolean done = cell.mark() <= mark;
      cell.undrained(!done);
      return done;
    });
  }

  /** Receipts of an earlier run that were not drained. */
  void addUndrained(Collection<ReceiptKey> keys) {
    for (ReceiptKey each : keys) {
      find(each);
      markUndrained(cell());
    }
  }

  /** Those in memory; the others are as they are on disk. */
  Collection<ReceiptCell> known() {
    return cached.values();
  }

  /** One as it stands, which is not kept in memory for that. */
  ReceiptCell peek(ReceiptKey of) {
    ReceiptCell cell = cached.get(of);
    return cell == null ? load(of) : cell;
  }

  /** Forgets what was not used since the last but one call, as far as it can be read again. */
  void evictIdle() {
    cached.values().removeIf(cell -> now - cell.lastUse() > 1 && isEvictable(cell));
    now++;
  }

  private long raise(Receipt.Kind kind, long upTo, long nowMicros) {
    ReceiptCell cell = cell();
    if (Long.compareUnsigned(upTo, cell.upTo(kind)) <= 0) {
      return 0;
    }
    lastMark = Math.max(nowMicros, lastMark() + 1);
    cell.raise(kind, upTo, lastMark);
    markUndrained(cell);
    return lastMark;
  }

  private void lag(ReceiptCell cell, long commit) {
    if (cell.lagsSince() == 0) {
      cell.lagsSince(commit);
      lagging.add(cell);
    }
  }

  private void touch(ReceiptCell cell) {
    if (!cell.isTouched()) {
      cell.touched(true);
      touched.add(cell);
    }
  }

  private void write(RecordBatch batch, ReceiptCell cell) {
    record.clear();
    cell.writeTo(record);
    batch.put(Table.STATE, cell.key().write(batch.key()), record.flip());
  }

  private void writeLastMark(RecordBatch batch) {
    record.clear().putLong(lastMark()).flip();
    batch.put(Table.STATE, Keys.meta(batch.key(), LAST_MARK), record);
  }

  private static boolean isEvictable(ReceiptCell cell) {
    return !cell.isTouched() && cell.lagsSince() == 0 && !cell.isUndrained();
  }

  /** The highest mark so far, also of earlier runs: the clock may have gone back. */
  private long lastMark() {
    if (lastMark == 0) {
      record.clear();
      boolean recorded = database.get(Table.STATE, Keys.meta(key, LAST_MARK), record) > 0;
      lastMark = recorded ? record.getLong(0) : 0;
    }
    return lastMark;
  }

  private void find(ReceiptKey of) {
    probe.set(of.conversation().high(), of.conversation().low(), of.reader(), of.sender());
  }

  private void markUndrained(ReceiptCell cell) {
    if (!cell.isUndrained()) {
      cell.undrained(true);
      undrained.add(cell);
    }
  }

  /** The cell of {@link #probe}. */
  private ReceiptCell cell() {
    ReceiptCell cell = cached.get(probe);
    if (cell == null) {
      cell = load(probe.copy());
      cached.put(cell.key(), cell);
    }
    cell.used(now);
    return cell;
  }

  private ReceiptCell load(ReceiptKey of) {
    record.clear();
    int size = database.get(Table.STATE, of.write(key), record);
    return size < 0 ? new ReceiptCell(of) : new ReceiptCell(of, record.position(0).limit(size));
  }
}
