package dev.letterlock.storage.account;

import java.time.Instant;
import java.util.List;

/**
 * Brings whole accounts in by the thousand. Blocks, refuses event loops, and throws {@link
 * dev.letterlock.storage.StoreUnavailableException} while the database is away.
 */
public interface BulkImport {
  /**
   * Stores accounts with their devices, pre-keys and list; batches of some hundred users are best.
   * A user's list goes last, so that an import that was cut short shows no half user to others and
   * is completed by repeating it.
   *
   * @return one outcome for each user, in the same order
   */
  List<Outcome> add(List<ImportedUser> users, Instant now);

  /** What came of one user. */
  enum Outcome {
    IMPORTED,
    /** The same user with the same list was there already. */
    ALREADY_THERE,
    /** Another account has the name. */
    NAME_TAKEN,
    /** The user, a device or the list is there with other bytes. */
    CONFLICT,
    /** A device anywhere has, or had, one of the keys. */
    KEY_SEEN
  }
}
