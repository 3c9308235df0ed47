package dev.letterlock.storage.inbox;

import dev.letterlock.protocol.id.DeviceAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one device has confirmed, and the receipts that follow from it: an Ack, or a reader's
 * Receipt without {@link #upTo}. Reusable, part of an {@link InboxBatch}.
 *
 * <p>In force when the listener is called; on disk soon after. A crash in between brings the
 * envelopes once more, and the device acks them once more.
 */
public final class AckEntry {
  private final List<ReceiptMark> receipts = new ArrayList<>(2);

  private @Nullable DeviceAddress device;
  private @Nullable Object attachment;
  private boolean cursorPresent;
  private long epoch;
  private long seq;
  private long confirmedReceiptMark;
  private long fence;
  private int receiptCount;
  private boolean refused;
  private boolean displaced;

  AckEntry() {}

  /** Whose entry this is. The address is kept by reference: pass the interned one. */
  public void begin(DeviceAddress newDevice, Object newAttachment) {
    device = newDevice;
    attachment = newAttachment;
  }

  /** The device has stored everything up to this place. */
  public void upTo(long newEpoch, long newSeq) {
    cursorPresent = true;
    epoch = newEpoch;
    seq = newSeq;
  }

  /** The device has the receipts up to this mark; 0 says nothing. */
  public void confirmReceipts(long mark) {
    confirmedReceiptMark = mark;
  }

  /** Which session says so, by {@link dev.letterlock.storage.inbox.route.Attached}; 0 is any. */
  public void fence(long newFence) {
    fence = newFence;
  }

  /** The next receipt, blank. */
  public ReceiptMark addReceipt() {
    if (receiptCount == receipts.size()) {
      receipts.add(new ReceiptMark());
    }
    return receipts.get(receiptCount++);
  }

  public DeviceAddress device() {
    return Objects.requireNonNull(device);
  }

  public Object attachment() {
    return Objects.requireNonNull(attachment);
  }

  public boolean hasCursor() {
    return cursorPresent;
  }

  public long epoch() {
    return epoch;
  }

  public long seq() {
    return seq;
  }

  public long confirmedReceiptMark() {
    return confirmedReceiptMark;
  }

  public long fence() {
    return fence;
  }

  public int receiptCount() {
    return receiptCount;
  }

  public ReceiptMark receipt(int index) {
    return receipts.get(index);
  }

  /** True if the place was never given out: the whole entry was ignored. */
  public boolean refused() {
    return refused;
  }

  /** For engines: the place was never given out. */
  public void refuse() {
    refused = true;
  }

  /** True if the device has a later session: the whole entry was ignored. */
  public boolean displaced() {
    return displaced;
  }

  /** For engines: the device has a later session. */
  public void displace() {
    displaced = true;
  }

  void clear() {
    device = null;
    attachment = null;
    cursorPresent = false;
    confirmedReceiptMark = 0;
    fence = 0;
    refused = false;
    displaced = false;
    for (int i = 0; i < receiptCount; i++) {
      receipts.get(i).clear();
    }
    receiptCount = 0;
  }
}
