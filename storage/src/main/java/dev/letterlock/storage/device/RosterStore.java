package dev.letterlock.storage.device;

import dev.letterlock.protocol.id.UserId;
import java.util.Optional;

/**
 * The read model that a Send is checked against, in two look-ups by key because a cache miss sits
 * on the way of a message. Blocks, refuses event loops, and throws {@link
 * dev.letterlock.storage.StoreUnavailableException} while the database is away.
 */
public interface RosterStore {
  /** The effective roster, empty if the user has no list yet (or does not exist). */
  Optional<Roster> effective(UserId user);
}
