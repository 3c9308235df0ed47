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

  private InboxBatch batch = empty();
  private InboxBatch taken = empty();
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

  /** What has to be committed; its owner tells of it and does not use it after the next one. */
  InboxBatch take() {
    InboxBatch full = batch;
    batch = taken;
    batch.clear();
    taken = full;
    acks.clear();
    receipts.clear();
    return full;
  }

  /** Takes over what a batch said that could not be committed. */
  void keep(InboxBatch failed) {
    for (int i = 0; i < failed.ackCount(); i++) {
      keep(failed.ack(i));
    }
  }

  /** Takes over what could not be committed. */
  void keep(AckEntry entry) {
    if (!entry.refused()) {
      Voice voice = new Voice(entry.device(), entry.fence());
      AckEntry kept = acks.get(voice);
      if (kept == null && batch.ackCount() < MOST) {
        kept = batch.addAck();
        kept.begin(entry.device(), this);
        kept.fence(entry.fence());
        acks.put(voice, kept);
      }
      if (kept != null) {
        merge(entry, kept);
      }
    }
  }

  /** Tells those whom a receipt is for that was committed late. */
  void tell(InboxBatch late) {
    for (int i = 0; i < late.ackCount(); i++) {
      AckEntry entry = late.ack(i);
      for (int k = 0; k < entry.receiptCount(); k++) {
        ReceiptMark receipt = entry.receipt(k);
        if (receipt.mark() != 0) {
          listener.get().raised(receipt.sender().user(), receipt.pending());
        }
      }
    }
  }

  /** Forgets everything; not used again. */
  void release() {
    batch.release();
    taken.release();
  }

  private static InboxBatch empty() {
    return new InboxBatch(Unpooled.directBuffer(0));
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
