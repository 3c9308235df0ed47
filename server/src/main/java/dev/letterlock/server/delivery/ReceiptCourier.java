package dev.letterlock.server.delivery;

import dev.letterlock.protocol.frame.server.Receipt;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.roster.Roster;
import dev.letterlock.server.roster.Rosters;
import dev.letterlock.server.session.DeviceSession;
import dev.letterlock.storage.inbox.PendingReceipt;
import dev.letterlock.storage.inbox.ReceiptListener;

/**
 * Brings a receipt that no ack of this moment made to the sender's devices that are connected here
 * (docs/PROTOCOL.md §3.8): a message expired. Any thread, never blocks; each session is told on its
 * own event loop. A device that is not reached finds the receipt in its next session.
 */
public final class ReceiptCourier implements ReceiptListener {
  private final Rosters rosters;

  public ReceiptCourier(Rosters rosters) {
    this.rosters = rosters;
  }

  @Override
  public void raised(UserId sender, PendingReceipt receipt) {
    Roster known = rosters.cached(sender);
    if (known != null) {
      tell(known, receipt);
    } else {
      var _ = rosters.load(sender).thenAccept(roster -> tell(roster, receipt));
    }
  }

  /** The receipt as devices are told of it. */
  static Receipt.Entry entry(PendingReceipt receipt) {
    return new Receipt.Entry(
        receipt.kind(),
        receipt.conversation(),
        receipt.reader(),
        receipt.senderDevice(),
        receipt.upTo());
  }

  private static void tell(Roster senders, PendingReceipt receipt) {
    for (int m = 0; m < senders.size(); m++) {
      DeviceSession session = senders.member(m).session();
      if (session != null) {
        session.executor().execute(() -> tell(session, receipt));
      }
    }
  }

  private static void tell(DeviceSession session, PendingReceipt receipt) {
    session.addReceipt(receipt.mark(), entry(receipt));
    session.writeReceipts();
  }
}
