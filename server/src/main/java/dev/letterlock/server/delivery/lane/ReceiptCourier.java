package dev.letterlock.server.delivery.lane;

import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.roster.Roster;
import dev.letterlock.server.roster.Rosters;
import dev.letterlock.server.session.DeviceSession;
import dev.letterlock.storage.inbox.PendingReceipt;
import dev.letterlock.storage.inbox.ReceiptListener;
import java.util.List;

/**
 * Brings a receipt to the sender's devices that are connected here, where no commit does
 * (docs/PROTOCOL.md §3.8): a message expired, or the sender's roster was not in memory. Any thread,
 * never blocks; each session is told on its own event loop. A device that is not reached finds the
 * receipt in its next session.
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

  /**
   * Stands for a sender's roster that is not in memory: the receipt is written at once all the
   * same, and what follows the commit leaves the telling to a courier.
   */
  public static Roster unread(UserId sender) {
    return new Roster(sender, 0, List.of(), new int[0]);
  }

  /** Lets the receipt leave with the session's next ones. */
  public static void add(DeviceSession session, PendingReceipt receipt) {
    session
        .receipts()
        .add(
            receipt.mark(),
            receipt.kind(),
            receipt.conversation().high(),
            receipt.conversation().low(),
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
    add(session, receipt);
    session.writeReceipts();
  }
}
