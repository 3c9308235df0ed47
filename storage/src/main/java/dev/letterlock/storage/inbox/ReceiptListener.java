package dev.letterlock.storage.inbox;

import dev.letterlock.protocol.id.UserId;

/** Learns of receipts that no ack brought: a message expired. */
@FunctionalInterface
public interface ReceiptListener {
  /**
   * Called on the engine's commit thread, which must not be held up.
   *
   * @param sender whose devices are to be told, as far as they are connected; the others find it
   *     among their pending receipts
   */
  void raised(UserId sender, PendingReceipt receipt);
}
