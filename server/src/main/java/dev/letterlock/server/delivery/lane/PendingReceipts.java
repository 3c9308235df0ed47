package dev.letterlock.server.delivery.lane;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.storage.inbox.ReceiptPage;
import java.util.concurrent.CompletionStage;

/** Port to the receipts that wait for a device. */
@FunctionalInterface
public interface PendingReceipts {

  /** See {@link dev.letterlock.storage.inbox.InboxEngine#pendingReceipts}. */
  CompletionStage<ReceiptPage> read(DeviceAddress device, long afterMark, int max);
}
