package dev.letterlock.server.delivery.sending;

import dev.letterlock.protocol.Wire;
import dev.letterlock.protocol.frame.client.OutgoingSend;
import dev.letterlock.protocol.frame.client.Send;
import dev.letterlock.protocol.frame.server.RosterMismatch;
import dev.letterlock.protocol.frame.server.RosterMismatch.Kind;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.roster.Roster;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares the devices that a Send addresses with both effective rosters: it must name all devices
 * of the recipient and all other devices of the sender, each once (docs/PROTOCOL.md §3.7), but for
 * those with whom no session can be begun. Notes to oneself address the own other devices under
 * either slot.
 *
 * <p>One event loop uses an instance; {@link #compare} fills it, the rest reads what it found.
 */
final class Addressing {
  /** How the addressed set compares. */
  enum Verdict {
    EXACT,
    MISMATCH,
    DUPLICATE
  }

  private static final int STRANGER = -1;

  private final int[] positions = new int[Wire.MAX_SEND_ENTRIES];
  private int theirs;
  private int own;
  private boolean strangers;

  Verdict compare(Send send, Route route, int senderDevice) {
    theirs = 0;
    own = 1 << route.own().positionOf(senderDevice);
    strangers = false;
    for (int i = 0; i < send.entryCount(); i++) {
      if (!take(send, i, route)) {
        return Verdict.DUPLICATE;
      }
    }
    return !strangers && (isComplete(route) || send.isPartial()) ? Verdict.EXACT : Verdict.MISMATCH;
  }

  /** Position of the device of {@code entry} in its roster. */
  int position(int entry) {
    return positions[entry];
  }

  /** What differs, in words that the sender can act on. */
  RosterMismatch mismatch(Send send, Route route) {
    List<RosterMismatch.Entry> entries = new ArrayList<>();
    for (int i = 0; i < send.entryCount(); i++) {
      if (positions[i] == STRANGER) {
        entries.add(stranger(send, i, rosterOf(send, i, route)));
      }
    }
    if (!send.isPartial()) {
      addMissing(entries, route.own(), own);
      addMissing(entries, route.theirs(), route.toSelf() ? route.own().all() : theirs);
    }
    return new RosterMismatch(
        send.ref(), send.ref(), route.theirs().version(), route.own().version(), entries);
  }

  private boolean take(Send send, int entry, Route route) {
    Roster roster = rosterOf(send, entry, route);
    int position = roster.positionOf(send.entryDevice(entry));
    boolean known =
        position != STRANGER && roster.registration(position) == send.entryRegistration(entry);
    positions[entry] = known ? position : STRANGER;
    if (!known) {
      strangers = true;
      return true;
    }
    boolean ours = roster == route.own();
    int bit = 1 << position;
    boolean twice = ((ours ? own : theirs) & bit) != 0;
    own |= ours ? bit : 0;
    theirs |= ours ? 0 : bit;
    return !twice;
  }

  private static Roster rosterOf(Send send, int entry, Route route) {
    return send.entryUserSlot(entry) == OutgoingSend.SENDER_SLOT ? route.own() : route.theirs();
  }

  private boolean isComplete(Route route) {
    return isComplete(route.own(), own) && (route.toSelf() || isComplete(route.theirs(), theirs));
  }

  private static boolean isComplete(Roster roster, int named) {
    return (named | roster.keyless()) == roster.all();
  }

  private static RosterMismatch.Entry stranger(Send send, int entry, Roster roster) {
    int device = send.entryDevice(entry);
    int position = roster.positionOf(device);
    UserId user = roster.user();
    return position == STRANGER
        ? new RosterMismatch.Entry(
            new DeviceAddress(user, device), send.entryRegistration(entry), Kind.EXTRA)
        : new RosterMismatch.Entry(
            new DeviceAddress(user, device), roster.registration(position), Kind.STALE);
  }

  private static void addMissing(List<RosterMismatch.Entry> entries, Roster roster, int named) {
    for (int i = 0; i < roster.size(); i++) {
      DeviceAddress device = roster.member(i).address();
      boolean stale = entries.stream().anyMatch(entry -> entry.device().equals(device));
      if (((named | roster.keyless()) & 1 << i) == 0 && !stale) {
        entries.add(new RosterMismatch.Entry(device, roster.registration(i), Kind.MISSING));
      }
    }
  }
}
