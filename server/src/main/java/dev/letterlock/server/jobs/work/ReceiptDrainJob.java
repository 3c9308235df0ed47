package dev.letterlock.server.jobs.work;

import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.jobs.Work;
import dev.letterlock.storage.inbox.InboxEngine;
import dev.letterlock.storage.inbox.ReceiptRecord;
import dev.letterlock.storage.message.ReceiptStore;
import dev.letterlock.storage.message.ReceiptWatermark;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Copies the engine's receipt log to the receipt store in bulk. Only what is stored there is
 * confirmed to the engine; watermarks never go back, so copying twice is harmless. A run copies
 * each receipt once and leaves what changes meanwhile to the next: while people write, everything
 * changes all the time.
 */
public final class ReceiptDrainJob implements Work {
  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final int AT_ONCE = 1_000;
  private static final int MOST = 100_000;

  private final InboxEngine engine;
  private final ReceiptStore receipts;
  private final int atOnce;

  public ReceiptDrainJob(InboxEngine engine, ReceiptStore receipts) {
    this(engine, receipts, AT_ONCE);
  }

  ReceiptDrainJob(InboxEngine engine, ReceiptStore receipts, int atOnce) {
    this.engine = engine;
    this.receipts = receipts;
    this.atOnce = atOnce;
  }

  private record Which(ConversationId conversation, UserId reader, DeviceAddress sender) {
    static Which of(ReceiptRecord receipt) {
      return new Which(receipt.conversation(), receipt.reader(), receipt.sender());
    }
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
    Set<Which> copied = new HashSet<>();
    List<ReceiptRecord> log;
    do {
      log = engine.receiptLog(atOnce);
      if (!log.isEmpty()) {
        receipts.raise(log.stream().map(ReceiptDrainJob::watermark).toList());
        engine.receiptLogDrained(log);
      }
    } while (log.size() == atOnce && copied.size() < MOST && areNew(log, copied));
  }

  private static boolean areNew(List<ReceiptRecord> log, Set<Which> copied) {
    int before = copied.size();
    log.forEach(receipt -> copied.add(Which.of(receipt)));
    return copied.size() == before + log.size();
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
