package dev.letterlock.server.delivery.lane;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.cluster.Node;
import dev.letterlock.server.roster.Roster;
import dev.letterlock.server.roster.Rosters;
import dev.letterlock.server.session.DeviceSession;
import dev.letterlock.server.session.Recipient;
import dev.letterlock.storage.inbox.PendingReceipt;
import dev.letterlock.storage.inbox.ReceiptListener;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings a receipt to the sender's connected devices where no commit does (docs/PROTOCOL.md §3.8):
 * a message expired, or the sender's roster was not in memory. Any thread, never blocks; each
 * session is told on its own event loop, and other nodes that something waits. A device that is not
 * reached finds the receipt in its next session.
 */
public final class ReceiptCourier implements ReceiptListener {
  private final Rosters rosters;
  private final ReceiptReader reader;
  private final Node node;

  public ReceiptCourier(Rosters rosters, ReceiptReader reader, Node node) {
    this.rosters = rosters;
    this.reader = reader;
    this.node = node;
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

  private void tell(Roster senders, PendingReceipt receipt) {
    List<DeviceAddress> elsewhere = new ArrayList<>();
    for (int m = 0; m < senders.size(); m++) {
      Recipient member = senders.member(m);
      DeviceSession session = member.session();
      if (session != null) {
        session.executor().execute(() -> tell(session, receipt));
      } else {
        elsewhere.add(member.address());
      }
    }
    node.receiptsWait(elsewhere);
  }

  /** One that is older than what the session was told would not be found by reading on. */
  private void tell(DeviceSession session, PendingReceipt receipt) {
    if (session.receipts().knows(receipt.mark())) {
      ReceiptReader.add(session.receipts(), receipt);
      session.writeReceipts();
    } else {
      reader.continueFor(session);
    }
  }
}
