package dev.letterlock.storage.inbox.local;

import dev.letterlock.protocol.envelope.EnvelopeCodec;
import dev.letterlock.protocol.frame.server.Gap;
import dev.letterlock.protocol.frame.server.Receipt;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.inbox.PendingReceipt;
import dev.letterlock.storage.inbox.ReceiptListener;
import dev.letterlock.storage.inbox.local.disk.Keys;
import dev.letterlock.storage.inbox.local.disk.RecordBatch;
import dev.letterlock.storage.inbox.local.disk.Table;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes gaps of envelopes that have expired and tells their senders. The commit thread runs it; the
 * listener is set by whoever starts the server.
 */
final class Expiry {
  private static final ReceiptListener NOBODY = (_, _) -> {};

  private final List<Raised> raised = new ArrayList<>();

  private volatile ReceiptListener listener = NOBODY;

  /**
   * An envelope that is due.
   *
   * @param indexedAt the time in its expiry record, 0 if it has none
   */
  record Due(DeviceAddress device, Cursor cursor, long indexedAt) {}

  private record Raised(UserId sender, PendingReceipt receipt) {}

  void listener(ReceiptListener newListener) {
    listener = newListener;
  }

  /** Handles all of them in one write; returns how many still waited. */
  int expire(Committer committer, List<Due> due, long now) {
    int[] expired = {0};
    raised.clear();
    committer.write(
        false,
        (state, out) -> {
          for (Due each : due) {
            expired[0] += expire(state, each, now, out) ? 1 : 0;
          }
        });
    raised.forEach(each -> listener.raised(each.sender(), each.receipt()));
    return expired[0];
  }

  private boolean expire(LiveState state, Due due, long now, RecordBatch out) {
    long epoch = due.cursor().epoch();
    long seq = due.cursor().seq();
    if (due.indexedAt() != 0) {
      out.delete(Table.STATE, Keys.expiry(out.key(), due.indexedAt(), due.device(), epoch, seq));
    }
    DeviceInbox inbox = state.inboxes().get(due.device());
    if (due.cursor().compareTo(inbox.done()) <= 0) {
      // Left over from a crash between ack and trim.
      out.delete(Table.ENTRIES, Keys.entry(out.key(), due.device(), epoch, seq));
      return false;
    }
    ByteBuffer envelope = state.envelopes().find(inbox, epoch, seq);
    if (envelope == null || !state.gaps().make(inbox, epoch, seq, Gap.Reason.EXPIRED, out)) {
      return false;
    }
    report(state.receipts(), due.device().user(), envelope, now);
    return true;
  }

  private void report(ReceiptBook receipts, UserId reader, ByteBuffer envelope, long now) {
    int at = envelope.position();
    int user = at + EnvelopeCodec.SENDER_USER_OFFSET;
    DeviceAddress sender =
        new DeviceAddress(
            new UserId(envelope.getLong(user), envelope.getLong(user + Long.BYTES)),
            envelope.getInt(at + EnvelopeCodec.SENDER_DEVICE_OFFSET));
    if (sender.user().equals(reader)) {
      return;
    }
    int conversation = at + EnvelopeCodec.CONVERSATION_OFFSET;
    ReceiptKey of =
        new ReceiptKey(
            envelope.getLong(conversation),
            envelope.getLong(conversation + Long.BYTES),
            reader,
            sender);
    long time = envelope.getLong(at + EnvelopeCodec.TIME_OFFSET);
    long mark = receipts.expired(of, time, now);
    if (mark != 0) {
      PendingReceipt receipt =
          new PendingReceipt(
              mark, Receipt.Kind.EXPIRED, of.conversation(), reader, sender.device(), time);
      raised.add(new Raised(sender.user(), receipt));
    }
  }
}
