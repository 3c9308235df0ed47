package dev.letterlock.storage.device;

import dev.letterlock.protocol.id.UserId;
import java.util.Optional;

/**
 * Each user's chain of signed device lists (docs/E2EE.md §2.2); the first one pins the account key.
 * Every method blocks, refuses event loops, and throws {@link
 * dev.letterlock.storage.StoreUnavailableException} while the database is away.
 */
public interface DeviceListStore {
  /**
   * Appends the next list by compare-and-set: its version is the stored one plus one (1 if there is
   * none) and its {@code previousHash} the stored {@code listHash} (zeros if there is none).
   * Signatures, and what a changed account key means, are the caller's matter.
   */
  AppendResult append(SignedDeviceList list);

  /** The newest list. */
  Optional<SignedDeviceList> latest(UserId user);

  /** The list of that version. */
  Optional<SignedDeviceList> at(UserId user, long version);

  /** What came of {@link #append}. */
  enum AppendResult {
    APPENDED,
    /** This very list is the newest already; nothing changed. */
    ALREADY_THERE,
    /** Not the next in the chain: look at {@link #latest}. */
    NOT_NEXT
  }
}
