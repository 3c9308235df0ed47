package dev.letterlock.storage.blob;

import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.id.UserId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a blob beside its bytes.
 *
 * @param blob 128 random bits, which whoever may fetch it has to know
 * @param owner who stores it, and whose quota it counts against
 * @param size in bytes
 * @param digest of all of it, 32 bytes; null while it is being uploaded
 * @param expires from when on it may be deleted
 */
public record BlobRecord(
    UUID blob, UserId owner, long size, @Nullable OpaqueBytes digest, Instant expires) {

  /** What every blob counts for beside its size: what is kept about it takes room too. */
  public static final long OVERHEAD = 4096;

  /** What it takes of its owner's quota, in bytes. */
  public long charge() {
    return size + OVERHEAD;
  }

  /** Whether all of it is there and was compared with its digest. */
  public boolean isComplete() {
    return digest != null;
  }
}
