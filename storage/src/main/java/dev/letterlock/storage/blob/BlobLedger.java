package dev.letterlock.storage.blob;

import dev.letterlock.protocol.OpaqueBytes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Which blobs there are, whose they are, and what they take of their owners' quotas. A blob is
 * there for others from {@link #complete} on, which is the commit point: its bytes are on disk
 * before. Every method blocks, refuses event loops, and throws {@link
 * dev.letterlock.storage.StoreUnavailableException} while the database is away.
 */
public interface BlobLedger {
  /**
   * Notes an upload that begins, unless its owner would have more than the quota. Cut short, it may
   * have taken from the quota without a record: that is found out when the quota seems full.
   *
   * @param upload not complete
   * @param quota in bytes, of all blobs of the owner, each counted by {@link BlobRecord#charge}
   * @return whether there was room
   */
  boolean begin(BlobRecord upload, long quota);

  Optional<BlobRecord> find(UUID blob);

  /**
   * Makes an upload a blob; once more does no harm.
   *
   * @param expires from when on it may be deleted
   * @return false if there is no such upload, or it was completed with another digest
   */
  boolean complete(UUID blob, OpaqueBytes digest, Instant expires);

  /** Forgets a blob or an upload, whose bytes are gone, and gives its owner the room back. */
  void forget(UUID blob);

  /**
   * Blobs and uploads that have expired, whose bytes are there still.
   *
   * @param limit how many at most
   */
  List<BlobRecord> expired(Instant now, int limit);
}
