package dev.letterlock.storage.inbox;

import java.util.List;

/**
 * Receipts that a device has not confirmed, by rising mark.
 *
 * @param drained there were no more when the page was read
 */
public record ReceiptPage(List<PendingReceipt> receipts, boolean drained) {
  public ReceiptPage {
    receipts = List.copyOf(receipts);
  }
}
