package dev.letterlock.storage.inbox.local;

import dev.letterlock.protocol.frame.server.Receipt;
import dev.letterlock.storage.inbox.PendingReceipt;
import dev.letterlock.storage.inbox.ReceiptRecord;
import dev.letterlock.storage.inbox.move.KeptReceipt;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** How far, for one {@link ReceiptKey}: a watermark and the mark of its last change per kind. */
final class ReceiptCell {
  /** Bytes of the record that keeps it. */
  static final int RECORD_SIZE = 6 * Long.BYTES;

  private static final Receipt.Kind[] KINDS = Receipt.Kind.values();

  private final ReceiptKey key;
  private final long[] upTo = new long[KINDS.length];
  private final long[] marks = new long[KINDS.length];
  private boolean touched;
  private long lagsSince;
  private boolean undrained;
  private int lastUse;

  ReceiptCell(ReceiptKey key) {
    this.key = key;
  }

  ReceiptCell(ReceiptKey key, ByteBuffer record) {
    this(key);
    for (int i = 0; i < KINDS.length; i++) {
      upTo[i] = record.getLong();
      marks[i] = record.getLong();
    }
  }

  void writeTo(ByteBuffer record) {
    for (int i = 0; i < KINDS.length; i++) {
      record.putLong(upTo[i]).putLong(marks[i]);
    }
  }

  ReceiptKey key() {
    return key;
  }

  long upTo(Receipt.Kind kind) {
    return upTo[place(kind)];
  }

  void raise(Receipt.Kind kind, long newUpTo, long mark) {
    upTo[place(kind)] = newUpTo;
    marks[place(kind)] = mark;
  }

  /** Mark of the newest change. */
  long mark() {
    return Math.max(marks[0], Math.max(marks[1], marks[2]));
  }

  /** Hands on every kind whose mark is above {@code afterMark}. */
  void pending(long afterMark, Consumer<PendingReceipt> out) {
    for (Receipt.Kind kind : KINDS) {
      long mark = marks[place(kind)];
      if (mark > afterMark) {
        out.accept(
            new PendingReceipt(
                mark, kind, key.conversation(), key.reader(), key.sender().device(), upTo(kind)));
      }
    }
  }

  /**
   * As another engine takes it over.
   *
   * @param drained marks up to this one were drained
   */
  KeptReceipt kept(long drained) {
    return new KeptReceipt(
        key.conversation(),
        key.reader(),
        key.sender(),
        reached(Receipt.Kind.DELIVERED),
        reached(Receipt.Kind.READ),
        reached(Receipt.Kind.EXPIRED),
        mark() <= drained);
  }

  private KeptReceipt.Reached reached(Receipt.Kind kind) {
    return new KeptReceipt.Reached(upTo(kind), marks[place(kind)]);
  }

  ReceiptRecord toRecord() {
    return new ReceiptRecord(
        key.conversation(),
        key.reader(),
        key.sender(),
        upTo(Receipt.Kind.DELIVERED),
        upTo(Receipt.Kind.READ),
        upTo(Receipt.Kind.EXPIRED),
        mark());
  }

  /** The kind with a code on the wire. */
  static Receipt.Kind kind(byte code) {
    return KINDS[code - 1];
  }

  /** By the code on the wire, which never changes: the record has this order. */
  private static int place(Receipt.Kind kind) {
    return kind.code() - 1;
  }

  boolean isTouched() {
    return touched;
  }

  void touched(boolean nowTouched) {
    touched = nowTouched;
  }

  /** The commit since which its record lags behind the journal; 0 if it does not. */
  long lagsSince() {
    return lagsSince;
  }

  void lagsSince(long commit) {
    lagsSince = commit;
  }

  boolean isUndrained() {
    return undrained;
  }

  void undrained(boolean nowUndrained) {
    undrained = nowUndrained;
  }

  int lastUse() {
    return lastUse;
  }

  void used(int now) {
    lastUse = now;
  }
}
