package dev.letterlock.server.features.devices;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.auth.SessionRevocations;
import dev.letterlock.server.auth.SessionRevocations.Cause;
import dev.letterlock.server.features.Refusal;
import dev.letterlock.server.features.RefusedException;
import dev.letterlock.server.roster.RosterCache;
import dev.letterlock.storage.device.DeviceListStore;
import dev.letterlock.storage.device.SignedDeviceList;
import java.util.List;
import java.util.Optional;

/**
 * Puts a checked list in force: stored by compare-and-set, then every cached roster dropped, then
 * the sockets cut of devices that the list leaves out. When it returns no new message is checked
 * against the old list. Blocks.
 */
public final class ListPublication {

  private final DeviceListStore lists;
  private final RosterCache rosters;
  private final SessionRevocations sessions;

  public ListPublication(DeviceListStore lists, RosterCache rosters, SessionRevocations sessions) {
    this.lists = lists;
    this.rosters = rosters;
    this.sessions = sessions;
  }

  /** The list in force, which the next must follow. */
  public Optional<SignedDeviceList> newest(UserId user) {
    return lists.latest(user);
  }

  /**
   * Publishes; the list in force again is fine.
   *
   * @param before what {@link #newest} said
   * @throws RefusedException {@link Refusal#LIST_CONFLICT} if another list came in between
   */
  public void publish(SignedDeviceList next, Optional<SignedDeviceList> before) {
    if (lists.append(next) == DeviceListStore.AppendResult.NOT_NEXT) {
      throw new RefusedException(
          Refusal.LIST_CONFLICT,
          "list version: " + Long.toUnsignedString(next.version()) + " (expected: the next)");
    }
    rosters.invalidate(next.user());
    before.ifPresent(old -> cutMissing(old, next));
  }

  private void cutMissing(SignedDeviceList old, SignedDeviceList next) {
    List<Integer> kept =
        next.entries().stream()
            .filter(old.entries()::contains)
            .map(SignedDeviceList.Entry::device)
            .toList();
    for (SignedDeviceList.Entry entry : old.entries()) {
      if (!kept.contains(entry.device())) {
        sessions.cut(new DeviceAddress(old.user(), entry.device()), Cause.DEVICE_REVOKED);
      }
    }
  }
}
