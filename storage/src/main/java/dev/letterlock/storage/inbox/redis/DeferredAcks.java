package dev.letterlock.storage.inbox.redis;

import dev.letterlock.protocol.frame.server.Receipt;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.inbox.AckEntry;
import dev.letterlock.storage.inbox.InboxBatch;
import dev.letterlock.storage.inbox.ReceiptListener;
import dev.letterlock.storage.inbox.ReceiptMark;
import io.netty.buffer.Unpooled;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Acks and receipts whose commit failed: nobody sends them again, so they go with the first commit
 * that succeeds. The highest of each is enough. Each goes with the fence of the session that said
 * so, and is dropped if that was displaced meanwhile. The commit thread owns it.
 */
final class DeferredAcks {
  /** Beyond it an ack is forgotten: the device gets the messages once more and acks once more. */
  private static final int MOST = 1 << 16;

  private final InboxBatch batch = new InboxBatch(Unpooled.directBuffer(0));
  private final Map<Voice, AckEntry> acks = new HashMap<>();
  private final Map<Key, ReceiptMark> receipts = new HashMap<>();
  private final Supplier<ReceiptListener> listener;

  /** Who says it. */
  private record Voice(DeviceAddress device, long fence) {}

  private record Key(
      Voice voice, Receipt.Kind kind, long high, long low, UserId reader, DeviceAddress sender) {}

  DeferredAcks(Supplier<ReceiptListener> listener) {
    this.listener = listener;
  }

  boolean isEmpty() {
    return batch.isEmpty();
  }

  /** What has to be committed. */
  InboxBatch batch() {
    return batch;
  }

  /** Takes over what a batch said that could not be committed. */
  void keep(InboxBatch failed) {
    for (int i = 0; i < failed.ackCount(); i++) {
      AckEntry entry = failed.ack(i);
      Voice voice = new Voice(entry.device(), entry.fence());
      AckEntry kept = acks.get(voice);
      if (kept == null && batch.ackCount() < MOST) {
        kept = batch.addAck();
        kept.begin(entry.device(), this);
        kept.fence(entry.fence());
        acks.put(voice, kept);
      }
      if (kept != null && !entry.refused()) {
        merge(entry, kept);
      }
    }
  }

  /** It was committed: those whom a receipt is for are told. */
  void committed() {
    for (ReceiptMark receipt : receipts.values()) {
      if (receipt.mark() != 0) {
        listener.get().raised(receipt.sender().user(), receipt.pending());
      }
    }
    receipts.clear();
    acks.clear();
    batch.clear();
  }

  /** Forgets everything; not used again. */
  void release() {
    batch.release();
  }

  private void merge(AckEntry from, AckEntry into) {
    if (from.hasCursor()) {
      boolean higher =
          !into.hasCursor()
              || Cursor.compare(from.epoch(), from.seq(), into.epoch(), into.seq()) > 0;
      if (higher) {
        into.upTo(from.epoch(), from.seq());
      }
    }
    if (Long.compareUnsigned(from.confirmedReceiptMark(), into.confirmedReceiptMark()) > 0) {
      into.confirmReceipts(from.confirmedReceiptMark());
    }
    for (int i = 0; i < from.receiptCount(); i++) {
      merge(from.receipt(i), into);
    }
  }

  private void merge(ReceiptMark from, AckEntry into) {
    Key key =
        new Key(
            new Voice(into.device(), into.fence()),
            from.kind(),
            from.conversationHigh(),
            from.conversationLow(),
            from.reader(),
            from.sender());
    ReceiptMark kept = receipts.get(key);
    if (kept == null && receipts.size() < MOST) {
      kept = into.addReceipt();
      kept.between(from.conversationHigh(), from.conversationLow(), from.reader(), from.sender());
      kept.reached(from.kind(), from.upTo());
      receipts.put(key, kept);
    } else if (kept != null && Long.compareUnsigned(from.upTo(), kept.upTo()) > 0) {
      kept.reached(from.kind(), from.upTo());
    }
  }
}
