package dev.letterlock.storage.device;

import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.id.UserId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The mailboxes through which a new device is linked (docs/E2EE.md §2.10), each of one account and
 * for minutes. What is in one is never replaced. Every method blocks, refuses event loops, and
 * throws {@link dev.letterlock.storage.StoreUnavailableException} while the database is away.
 */
public interface LinkStore {

  /** What the two devices put in, each once. */
  enum Part {
    /** The new device's, which opens the mailbox. */
    CERTIFICATE,
    /** eP of the device that has read the code. */
    KEY,
    /** Sealed, from the same device. */
    PARCEL
  }

  /** What became of something that was put in. */
  enum Put {
    /** It is there, also if it was before. */
    STORED,
    /** Something else is there already, and stays. */
    TAKEN,
    /** There is no such mailbox, or not any more. */
    UNKNOWN
  }

  /**
   * Opens a mailbox; once more with the same certificate does no harm.
   *
   * @param link random, chosen by the new device
   * @param until when it ends
   */
  Put open(UserId user, UUID link, OpaqueBytes certificate, Instant now, Instant until);

  /**
   * Puts an answer into an open mailbox; once more with the same bytes does no harm.
   *
   * @param part any but the certificate
   */
  Put put(UserId user, UUID link, Part part, OpaqueBytes bytes, Instant now);

  /** What is in an open mailbox; empty if there is none. */
  Optional<Contents> read(UserId user, UUID link, Instant now);

  /** Deletes those that have ended; for a job. Returns how many. */
  long expire(Instant now);

  /** What is in a mailbox. */
  record Contents(
      OpaqueBytes certificate, Optional<OpaqueBytes> key, Optional<OpaqueBytes> parcel) {

    /** One of the parts, if it is there. */
    public Optional<OpaqueBytes> part(Part part) {
      return switch (part) {
        case CERTIFICATE -> Optional.of(certificate);
        case KEY -> key;
        case PARCEL -> parcel;
      };
    }
  }
}
