package dev.letterlock.storage.account;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Logins that ended while access tokens of theirs still verify, so that a server that starts knows
 * whom not to let in. Every method blocks, refuses event loops, and throws {@link
 * dev.letterlock.storage.StoreUnavailableException} while the database is away.
 */
public interface EndedLoginStore {
  /**
   * Notes that a login has ended; once more does no harm.
   *
   * @param login {@link TokenFamily#id}
   * @param until when the last of its tokens has expired
   */
  void add(UUID login, Instant until);

  /** The ended logins of which a token may still verify. */
  List<UUID> at(Instant now);

  /** Deletes those whose tokens have all expired; for a job. Returns how many. */
  long expire(Instant now);
}
