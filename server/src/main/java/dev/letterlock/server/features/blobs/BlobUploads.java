package dev.letterlock.server.features.blobs;

import dev.letterlock.crypto.AttachmentSizes;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.Label;
import dev.letterlock.crypto.primitive.StreamedHash;
import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.config.ServerConfig;
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
import dev.letterlock.storage.blob.MisplacedPartException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * Takes attachments in, part by part, from any device of their owner (docs/E2EE.md §2.11). All that
 * the server looks at is the size and the digest of the sealed bytes. Blocks.
 */
public final class BlobUploads {

  private static final Duration UNFINISHED = Duration.ofDays(1);
  private static final int PIECE = 64 << 10;

  private final BlobLedger ledger;
  private final BlobStore bytes;
  private final E1 e1;
  private final ServerConfig.Blobs limits;
  private final Throttle throttle;
  private final ServerMetrics metrics;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  public BlobUploads(
      BlobLedger ledger,
      BlobStore bytes,
      E1 e1,
      ServerConfig.Blobs limits,
      Throttle throttle,
      ServerMetrics metrics,
      InstantSource clock) {
    this.ledger = ledger;
    this.bytes = bytes;
    this.e1 = e1;
    this.limits = limits;
    this.throttle = throttle;
    this.metrics = metrics;
    this.clock = clock;
    // A rate needs the zero from before the first.
    metrics.count(Meters.BLOBS, 0, "stored");
    metrics.count(Meters.BLOB_BYTES, 0, "in");
  }

  /**
   * An upload that has begun.
   *
   * @param place where its parts go
   * @param expires when it is thrown away if it is not complete
   */
  public record Begun(UUID blob, String place, Instant expires) {}

  /**
   * How far an upload has come.
   *
   * @param stored bytes that are here
   * @param size bytes of all
   */
  public record Progress(long stored, long size) {}

  /**
   * Begins one.
   *
   * @param size of the blob, in bytes
   * @throws RefusedException {@link Refusal#BLOB_SIZE}, {@link Refusal#BLOB_TOO_LARGE}, {@link
   *     Refusal#QUOTA_EXCEEDED} or {@link Refusal#RATE_LIMITED}
   */
  public Begun begin(UserId owner, long size) {
    throttle.charge(RateLimit.BLOB_WRITE, Subject.of(owner));
    if (!AttachmentSizes.isBlob(size)) {
      throw new RefusedException(
          Refusal.BLOB_SIZE, "size: " + size + " (expected: that of a sealed file)");
    }
    if (size > limits.max()) {
      throw new RefusedException(
          Refusal.BLOB_TOO_LARGE, "size: " + size + " (expected: at most " + limits.max() + ")");
    }
    UUID blob = new UUID(random.nextLong(), random.nextLong());
    Instant expires =
        in(UNFINISHED.compareTo(limits.retention()) < 0 ? UNFINISHED : limits.retention());
    if (!ledger.begin(new BlobRecord(blob, owner, size, null, expires), limits.quota())) {
      throw new RefusedException(
          Refusal.QUOTA_EXCEEDED,
          "size: " + size + " (expected: room for it among " + limits.quota() + " bytes)");
    }
    return new Begun(blob, bytes.uploadPlace(blob), expires);
  }

  /**
   * How far the caller's upload has come.
   *
   * @throws RefusedException {@link Refusal#UNKNOWN_BLOB}, also of somebody else's
   */
  public Progress progress(UserId owner, UUID blob) throws IOException {
    BlobRecord upload = own(owner, blob);
    return new Progress(upload.isComplete() ? upload.size() : bytes.stored(blob), upload.size());
  }

  /**
   * Adds a part. What had come of one that breaks off is kept.
   *
   * @return how much of the upload is here now, in bytes
   * @throws RefusedException {@link Refusal#UNKNOWN_BLOB}, {@link Refusal#UPLOAD_OFFSET}, {@link
   *     Refusal#UPLOAD_BUSY} or {@link Refusal#RATE_LIMITED}
   * @throws IOException if the part broke off, or cannot be written
   */
  public long append(UserId owner, UUID blob, long offset, InputStream part) throws IOException {
    throttle.charge(RateLimit.BLOB_WRITE, Subject.of(owner));
    BlobRecord upload = own(owner, blob);
    CountedStream counted = new CountedStream(part);
    try {
      return bytes.append(blob, offset, upload.size(), counted);
    } catch (MisplacedPartException e) {
      throw misplaced(e, upload);
    } finally {
      metrics.count(Meters.BLOB_BYTES, counted.count(), "in");
    }
  }

  /**
   * Makes the upload a blob that others can fetch; once more does no harm. An upload with another
   * digest is of no use to anybody and is thrown away.
   *
   * @param digest H("E1:att", blob)
   * @throws RefusedException {@link Refusal#UNKNOWN_BLOB}, {@link Refusal#UPLOAD_INCOMPLETE},
   *     {@link Refusal#DIGEST_MISMATCH} or {@link Refusal#RATE_LIMITED}
   */
  public BlobRecord complete(UserId owner, UUID blob, OpaqueBytes digest) throws IOException {
    throttle.charge(RateLimit.BLOB_WRITE, Subject.of(owner));
    BlobRecord upload = own(owner, blob);
    OpaqueBytes before = upload.digest();
    if (before != null) {
      requireSame(before, digest);
      return upload;
    }
    long stored = bytes.stored(blob);
    if (stored != upload.size()) {
      throw new RefusedException(
          Refusal.UPLOAD_INCOMPLETE, "upload: " + stored + " B (expected: " + upload.size() + ")");
    }
    OpaqueBytes found = digest(blob);
    if (!found.equals(digest)) {
      bytes.delete(blob);
      ledger.forget(blob);
    }
    requireSame(found, digest);
    bytes.seal(blob);
    Instant expires = in(limits.retention());
    if (!ledger.complete(blob, digest, expires)) {
      throw Blobs.unknown();
    }
    metrics.count(Meters.BLOBS, "stored");
    return new BlobRecord(blob, owner, upload.size(), digest, expires);
  }

  /** Whole milliseconds, as the ledger keeps it. */
  private Instant in(Duration time) {
    return clock.instant().plus(time).truncatedTo(ChronoUnit.MILLIS);
  }

  private BlobRecord own(UserId owner, UUID blob) {
    return ledger
        .find(blob)
        .filter(record -> record.owner().equals(owner))
        .filter(record -> record.expires().isAfter(clock.instant()))
        .orElseThrow(Blobs::unknown);
  }

  private OpaqueBytes digest(UUID blob) throws IOException {
    StreamedHash digest = e1.startHash(Label.ATTACHMENT);
    byte[] piece = new byte[PIECE];
    try (InputStream in = bytes.read(blob, 0)) {
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        digest.update(ByteBuffer.wrap(piece, 0, read));
      }
    }
    return OpaqueBytes.wrap(digest.finish().octets().toByteArray());
  }

  private static void requireSame(OpaqueBytes found, OpaqueBytes wanted) {
    if (!found.equals(wanted)) {
      throw new RefusedException(
          Refusal.DIGEST_MISMATCH, "digest: of other bytes (expected: that of the upload)");
    }
  }

  private static RefusedException misplaced(MisplacedPartException misplaced, BlobRecord upload) {
    return switch (misplaced.why()) {
      case BUSY ->
          new RefusedException(Refusal.UPLOAD_BUSY, "part: one of two (expected: one at a time)");
      case OTHER_OFFSET ->
          new RefusedException(
              Refusal.UPLOAD_OFFSET,
              "Upload-Offset: another place (expected: " + misplaced.stored() + ")");
      case TOO_LONG ->
          new RefusedException(
              Refusal.UPLOAD_OFFSET,
              "part: beyond the end (expected: at most "
                  + (upload.size() - misplaced.stored())
                  + " B from "
                  + misplaced.stored()
                  + ")");
    };
  }
}
