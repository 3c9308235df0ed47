package dev.letterlock.storage;

import org.jspecify.annotations.Nullable;

/**
 * Says of a database whether data is being moved into it. Blocking; {@link
 * StoreUnavailableException} while the database is away.
 */
public interface MoveStore {
  /** The one move that there was or is; null if there was none. */
  @Nullable MoveRecord find();

  /** Whether the database holds anything of users; what servers know of each other is no such. */
  boolean holdsData();

  /** A move begins; whoever looks from now on knows that not everything is here. */
  void begin(MoveRecord move);

  /** Everything is here. */
  void finish(String id);
}
