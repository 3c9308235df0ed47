package dev.letterlock.server.session;

import dev.letterlock.protocol.Wire;
import dev.letterlock.protocol.frame.server.Receipt;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Receipts that wait for the next flush of one session. A later watermark of the same kind,
 * conversation, reader and sender device replaces an earlier one. One event loop uses it.
 */
final class ReceiptQueue {
  private final List<Receipt.Entry> waiting = new ArrayList<>(2);
  private long highestMark;

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Adds a watermark that the engine numbered {@code mark}. */
  void add(long mark, Receipt.Entry watermark) {
    highestMark = Math.max(highestMark, mark);
    for (int i = 0; i < waiting.size(); i++) {
      if (sameTrack(waiting.get(i), watermark)) {
        waiting.set(i, watermark);
        return;
      }
    }
    waiting.add(watermark);
  }

  /**
   * Hands everything on as frames. Only the last frame carries the highest mark; the earlier ones
   * carry 0, so that confirming them confirms nothing that is still to come.
   */
  void drainTo(Consumer<Receipt> out) {
    for (int from = 0; from < waiting.size(); from += Wire.MAX_RECEIPT_MARKS) {
      int to = Math.min(from + Wire.MAX_RECEIPT_MARKS, waiting.size());
      long mark = to == waiting.size() ? highestMark : 0;
      out.accept(new Receipt(mark, waiting.subList(from, to)));
    }
    waiting.clear();
  }

  private static boolean sameTrack(Receipt.Entry a, Receipt.Entry b) {
    return a.kind() == b.kind()
        && a.kind() != Receipt.Kind.EXPIRED
        && a.senderDevice() == b.senderDevice()
        && a.conversation().equals(b.conversation())
        && a.reader().equals(b.reader());
  }
}
