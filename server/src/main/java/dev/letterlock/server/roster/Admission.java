package dev.letterlock.server.roster;

import dev.letterlock.server.roster.Roster.Standing;
import java.util.List;

/**
 * Who may sign in although messages do not address it.
 *
 * @param away listed devices that were not seen for the retention
 */
record Admission(Standing standing, List<Away> away) {

  static final Admission OF_MEMBERS = new Admission(Standing.ACTIVE, List.of());
  static final Admission OF_NOBODY = new Admission(Standing.UNKNOWN, List.of());

  Admission {
    away = List.copyOf(away);
  }

  /** A device, u32, and its registration, u32. */
  record Away(int device, int registration) {}

  boolean isAway(int device, int registration) {
    return away.contains(new Away(device, registration));
  }
}
