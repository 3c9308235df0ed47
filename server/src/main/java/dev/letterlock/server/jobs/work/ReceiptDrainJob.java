package dev.letterlock.server.jobs.work;

import dev.letterlock.server.jobs.Work;
import dev.letterlock.storage.inbox.InboxEngine;
import dev.letterlock.storage.inbox.ReceiptRecord;
import dev.letterlock.storage.message.ReceiptStore;
import dev.letterlock.storage.message.ReceiptWatermark;
import java.time.Duration;
import java.util.List;

/**
 * Copies the engine's receipt log to the receipt store in bulk. Only what is stored there is
 * confirmed to the engine; watermarks never go back, so copying twice is harmless.
 */
public final class ReceiptDrainJob implements Work {
  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final int AT_ONCE = 1_000;

  private final InboxEngine engine;
  private final ReceiptStore receipts;

  public ReceiptDrainJob(InboxEngine engine, ReceiptStore receipts) {
    this.engine = engine;
    this.receipts = receipts;
  }

  @Override
  public String name() {
    return "receipt-drain";
  }

  @Override
  public Duration every() {
    return EVERY;
  }

  @Override
  public void run() {
    List<ReceiptRecord> log;
    do {
      log = engine.receiptLog(AT_ONCE);
      if (!log.isEmpty()) {
        receipts.raise(log.stream().map(ReceiptDrainJob::watermark).toList());
        engine.receiptLogDrained(log);
      }
    } while (log.size() == AT_ONCE);
  }

  private static ReceiptWatermark watermark(ReceiptRecord receipt) {
    return new ReceiptWatermark(
        receipt.conversation(),
        receipt.reader(),
        receipt.sender(),
        receipt.deliveredUpTo(),
        receipt.readUpTo());
  }
}
