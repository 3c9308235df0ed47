package dev.letterlock.storage.account;

import dev.letterlock.protocol.id.UserId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Accounts. A name belongs to one account for ever. Every method blocks, refuses event loops, and
 * throws {@link dev.letterlock.storage.StoreUnavailableException} while the database is away.
 */
public interface UserStore {
  /**
   * Creates an account under an id of the store's choice.
   *
   * @param name as normalised by the caller; compared byte by byte
   * @param passwordHash stored parameter string of the password hash; null: no login by password
   */
  CreateResult create(String name, @Nullable String passwordHash);

  Optional<UserRecord> byName(String name);

  Optional<UserRecord> byId(UserId user);

  /** Returns false if there is no such user. */
  boolean setPasswordHash(UserId user, String passwordHash);

  /** Switches logins of a user off or on; returns false if there is no such user. */
  boolean setDisabled(UserId user, boolean disabled);

  /**
   * Users in the order of their ids, for administration.
   *
   * @param after the last id of the page before, null for the first page
   * @param limit 1..1,000
   */
  List<UserRecord> list(@Nullable UserId after, int limit);

  /**
   * Draws the user's next device id: from 1 upwards, never the same again, also when the device is
   * never registered. Empty if there is no such user.
   */
  Optional<Integer> nextDeviceId(UserId user);

  /**
   * Leaves out {@code count} device ids of every user: the database was restored, and which of them
   * were drawn since is not known.
   */
  void skipDeviceIds(int count);

  /** What came of {@link #create}. */
  sealed interface CreateResult {}

  record Created(UserRecord user) implements CreateResult {}

  /** Another account has the name. */
  record NameTaken(String name) implements CreateResult {}
}
