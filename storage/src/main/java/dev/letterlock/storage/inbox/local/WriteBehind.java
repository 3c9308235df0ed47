package dev.letterlock.storage.inbox.local;

import dev.letterlock.storage.inbox.engine.Micros;
import dev.letterlock.storage.inbox.local.disk.RecordBatch;

/**
 * Brings the records of inboxes, send windows and receipts up to what the journal knows, some with
 * every commit, and tells the journal which of its commits are needed no more. The commit thread
 * owns it.
 */
final class WriteBehind {
  private final YoungGeneration young;
  private final Inboxes inboxes;
  private final WindowStore windows;
  private final ReceiptBook receipts;
  private final LagClock clock;

  WriteBehind(
      YoungGeneration young,
      Inboxes inboxes,
      WindowStore windows,
      ReceiptBook receipts,
      Tuning tuning) {
    this.young = young;
    this.inboxes = inboxes;
    this.windows = windows;
    this.receipts = receipts;
    clock = new LagClock(Micros.of(tuning.lag()), tuning.lagSubmissions());
  }

  /** µs until something is due; {@link Long#MAX_VALUE} if nothing lags. */
  long micros(long now) {
    return oldest() == Long.MAX_VALUE ? Long.MAX_VALUE : clock.micros(now);
  }

  /**
   * Writes what has to be written at once, and some of what lags.
   *
   * @param stored submissions in the running commit
   */
  void write(long now, int stored, RecordBatch batch) {
    clock.tick(now, young.number(), stored);
    inboxes.writeLagging(clock.due(), batch);
    windows.writeLagging(clock.due(), batch);
    receipts.writeLagging(clock.due(), batch);
    writeTouched(batch);
  }

  /** Writes what has to be written at once. */
  void writeTouched(RecordBatch batch) {
    inboxes.writeTouched(batch);
    receipts.writeTouched(batch);
  }

  /** Writes everything. */
  void writeAll(RecordBatch batch) {
    inboxes.writeAll(batch);
    windows.writeAll(batch);
    receipts.writeAll(batch);
  }

  /** What was put is committed. */
  void written() {
    inboxes.written();
    windows.written();
    receipts.written();
    young.neededFrom(Math.min(oldest(), young.number()));
  }

  private long oldest() {
    return Math.min(
        inboxes.oldestLagging(), Math.min(windows.oldestLagging(), receipts.oldestLagging()));
  }
}
