package dev.letterlock.client.messenger.line;

import dev.letterlock.client.messenger.receiving.History;
import dev.letterlock.protocol.frame.server.Receipt;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes receipts (docs/PROTOCOL.md §3.8). One about a conversation that another device of the
 * account began may come before that device's copy of the message, so what comes while the inbox is
 * still being delivered and says something unknown waits for its end, and all receipts behind it,
 * as the highest mark confirms them all. After that, what is unknown is made up and costs nothing.
 * On the desk.
 */
final class ReceiptIntake {

  /** Frames that wait at most; the next one ends the waiting. */
  private static final int MOST_EARLY = 256;

  private final History history;
  private final InboxPlace inbox;
  private final List<Receipt> early = new ArrayList<>();
  private boolean drained;

  ReceiptIntake(History history, InboxPlace inbox) {
    this.history = history;
    this.inbox = inbox;
  }

  /** A session begins; what waited comes again, as it was not confirmed. */
  void begin() {
    early.clear();
    drained = false;
  }

  /** The inbox is delivered, copies of messages to conversations of other devices too. */
  void drained() {
    drained = true;
    early.forEach(this::store);
    early.clear();
  }

  void take(Receipt receipt) {
    boolean wait = !drained && (!early.isEmpty() || !history.knows(receipt));
    if (!wait) {
      store(receipt);
      return;
    }
    early.add(receipt);
    if (early.size() >= MOST_EARLY) {
      drained();
    }
  }

  private void store(Receipt receipt) {
    history.take(receipt);
    inbox.confirm(receipt.mark());
  }
}
