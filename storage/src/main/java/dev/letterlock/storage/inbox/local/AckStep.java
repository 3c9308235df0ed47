package dev.letterlock.storage.inbox.local;

import dev.letterlock.storage.inbox.AckEntry;
import dev.letterlock.storage.inbox.InboxBatch;

/** Applies acks and receipts to memory and tells the journal. The commit thread owns it. */
final class AckStep {
  private final Inboxes inboxes;
  private final YoungGeneration young;
  private final Trimmer trimmer;
  private final ReceiptBook receipts;

  AckStep(Inboxes inboxes, YoungGeneration young, Trimmer trimmer, ReceiptBook receipts) {
    this.inboxes = inboxes;
    this.young = young;
    this.trimmer = trimmer;
    this.receipts = receipts;
  }

  void apply(InboxBatch batch, long now) {
    for (int i = 0; i < batch.ackCount(); i++) {
      apply(batch.ack(i), now);
    }
  }

  /** Everything up to the place is acked; it was given out. */
  void ack(DeviceInbox inbox, long epoch, long seq) {
    if (inbox.isAcked(epoch, seq)) {
      return;
    }
    YoungRing ring = inbox.young();
    long first = inbox.youngFirst();
    inbox.ackUpTo(epoch, seq);
    if (epoch == inbox.epoch()) {
      for (long place = first; place <= seq; place++) {
        if (ring.isEnvelope(0)) {
          young.release(ring.chunk(0), ring.slot(0));
        }
        ring.removeOldest();
      }
    }
    if (inbox.needsTrim()) {
      trimmer.add(inbox);
    }
  }

  /** The device has the receipts up to the mark. */
  void confirm(DeviceInbox inbox, long mark) {
    if (Long.compareUnsigned(mark, inbox.confirmedMark()) > 0) {
      inbox.confirm(mark);
    }
  }

  private void apply(AckEntry entry, long now) {
    DeviceInbox inbox = inboxes.get(entry.device());
    if (entry.hasCursor()) {
      if (inbox.isBeyond(entry.epoch(), entry.seq())) {
        entry.refuse();
        return;
      }
      ack(inbox, entry.epoch(), entry.seq());
    }
    confirm(inbox, entry.confirmedReceiptMark());
    inbox.journalAck(young.record());
    inboxes.advances(inbox);
    for (int i = 0; i < entry.receiptCount(); i++) {
      receipts.raise(entry.receipt(i), now, young);
    }
  }
}
