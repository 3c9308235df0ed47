package dev.letterlock.server.roster;

import dev.letterlock.protocol.id.UserId;
import org.jspecify.annotations.Nullable;

/**
 * The rosters that one event loop asked for lately: found without an object for the id and without
 * the bookkeeping of a shared cache. A roster is asked for again when it was replaced or forgotten
 * there. One event loop uses it.
 */
public final class RecentRosters {
  private static final int PLACE_BITS = 12;
  private static final long HASH = 0x9E3779B97F4A7C15L;

  private final Rosters rosters;
  private final @Nullable Roster[] places = new @Nullable Roster[1 << PLACE_BITS];

  public RecentRosters(Rosters rosters) {
    this.rosters = rosters;
  }

  /** The roster if it is in memory; of the user with these halves of the id. */
  public @Nullable Roster cached(long userHigh, long userLow) {
    int place = (int) (((userHigh ^ userLow) * HASH) >>> (Long.SIZE - PLACE_BITS));
    Roster recent = places[place];
    if (recent != null && recent.isOf(userHigh, userLow) && recent.isCurrent()) {
      return recent;
    }
    Roster found = rosters.cached(new UserId(userHigh, userLow));
    places[place] = found;
    return found;
  }
}
