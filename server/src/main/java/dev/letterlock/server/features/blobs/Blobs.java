package dev.letterlock.server.features.blobs;

import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.features.Refusal;
import dev.letterlock.server.features.RefusedException;
import dev.letterlock.server.features.Throttle;
import dev.letterlock.server.limits.RateLimit;
import dev.letterlock.server.limits.Subject;
import dev.letterlock.server.metrics.Meters;
import dev.letterlock.server.metrics.ServerMetrics;
import dev.letterlock.storage.blob.BlobLedger;
import dev.letterlock.storage.blob.BlobRecord;
import dev.letterlock.storage.blob.BlobStore;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.time.InstantSource;
import java.util.UUID;

/**
 * Attachments that are there. Whoever is signed in and knows the id of one may fetch it: the id is
 * random and travels inside the ciphertext. Blocks.
 */
public final class Blobs {

  private static final int PIECE = 64 << 10;

  private final BlobLedger ledger;
  private final BlobStore bytes;
  private final Throttle throttle;
  private final ServerMetrics metrics;
  private final InstantSource clock;

  public Blobs(
      BlobLedger ledger,
      BlobStore bytes,
      Throttle throttle,
      ServerMetrics metrics,
      InstantSource clock) {
    this.ledger = ledger;
    this.bytes = bytes;
    this.throttle = throttle;
    this.metrics = metrics;
    this.clock = clock;
    // A rate needs the zero from before the first.
    metrics.count(Meters.BLOBS, 0, "deleted");
    metrics.count(Meters.BLOB_BYTES, 0, "out");
  }

  /**
   * A blob.
   *
   * @throws RefusedException {@link Refusal#UNKNOWN_BLOB}, also of an upload, or {@link
   *     Refusal#RATE_LIMITED}
   */
  public BlobRecord find(UserId asker, UUID blob) {
    throttle.charge(RateLimit.BLOB_READ, Subject.of(asker));
    return ledger
        .find(blob)
        .filter(BlobRecord::isComplete)
        .filter(record -> record.expires().isAfter(clock.instant()))
        .orElseThrow(Blobs::unknown);
  }

  /** Where it is fetched from. */
  public String place(UUID blob) {
    return bytes.downloadPlace(blob);
  }

  /**
   * Opens a blob, whose bytes can be read from then on even if it expires meanwhile.
   *
   * @param offset from where on
   * @throws RefusedException {@link Refusal#UNKNOWN_BLOB} if its bytes are gone, or some are
   */
  public InputStream open(BlobRecord blob, long offset) throws IOException {
    if (bytes.stored(blob.blob()) != blob.size()) {
      throw unknown();
    }
    try {
      return bytes.read(blob.blob(), offset);
    } catch (NoSuchFileException e) {
      throw unknown();
    }
  }

  /**
   * Writes so many bytes of an open blob.
   *
   * @throws IOException if whoever reads is gone, or the blob is shorter
   */
  public void copy(InputStream blob, long length, OutputStream out) throws IOException {
    byte[] piece = new byte[PIECE];
    long left = length;
    try {
      while (left > 0) {
        int read = blob.read(piece, 0, (int) Math.min(piece.length, left));
        if (read < 0) {
          throw new EOFException("blob: " + left + " B too few (expected: all of it)");
        }
        out.write(piece, 0, read);
        left -= read;
      }
    } finally {
      metrics.count(Meters.BLOB_BYTES, length - left, "out");
    }
  }

  /**
   * Deletes a blob or an upload of the caller, of whichever device.
   *
   * @throws RefusedException {@link Refusal#UNKNOWN_BLOB}, also of somebody else's, or {@link
   *     Refusal#RATE_LIMITED}
   */
  public void delete(UserId owner, UUID blob) throws IOException {
    throttle.charge(RateLimit.BLOB_WRITE, Subject.of(owner));
    if (ledger.find(blob).filter(record -> record.owner().equals(owner)).isEmpty()) {
      throw unknown();
    }
    bytes.delete(blob);
    ledger.forget(blob);
    metrics.count(Meters.BLOBS, "deleted");
  }

  static RefusedException unknown() {
    return new RefusedException(
        Refusal.UNKNOWN_BLOB, "blob: unknown (expected: one that is there)");
  }
}
