package dev.letterlock.server.roster;

import dev.letterlock.protocol.id.UserId;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The effective rosters of users. Thread-safe; never blocks. */
public interface Rosters {

  /** The roster if it is in memory. */
  @Nullable Roster cached(UserId user);

  /**
   * Reads the newest roster; a user who is unknown or has no devices has an empty one. Fails with
   * {@code StoreUnavailableException} while the store is away. Completed on any thread.
   */
  CompletionStage<Roster> load(UserId user);
}
