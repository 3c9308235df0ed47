package dev.letterlock.server.jobs.work;

import dev.letterlock.server.jobs.Work;
import dev.letterlock.server.metrics.Meters;
import dev.letterlock.server.metrics.ServerMetrics;
import dev.letterlock.storage.blob.BlobLedger;
import dev.letterlock.storage.blob.BlobRecord;
import dev.letterlock.storage.blob.BlobStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * Deletes attachments whose time is over, and uploads that nobody finished. The bytes go first, so
 * that what is cut short is found again.
 */
public final class ExpireBlobsJob implements Work {
  private static final Duration EVERY = Duration.ofMinutes(10);
  private static final int AT_ONCE = 1_000;

  private final BlobLedger ledger;
  private final BlobStore bytes;
  private final ServerMetrics metrics;
  private final InstantSource clock;

  public ExpireBlobsJob(
      BlobLedger ledger, BlobStore bytes, ServerMetrics metrics, InstantSource clock) {
    this.ledger = ledger;
    this.bytes = bytes;
    this.metrics = metrics;
    this.clock = clock;
    metrics.count(Meters.BLOBS, 0, "expired");
  }

  @Override
  public String name() {
    return "expire-blobs";
  }

  @Override
  public Duration every() {
    return EVERY;
  }

  @Override
  public void run() {
    List<BlobRecord> expired;
    do {
      expired = ledger.expired(clock.instant(), AT_ONCE);
      expired.forEach(this::delete);
    } while (expired.size() == AT_ONCE);
  }

  private void delete(BlobRecord blob) {
    try {
      bytes.delete(blob.blob());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ledger.forget(blob.blob());
    metrics.count(Meters.BLOBS, "expired");
  }
}
