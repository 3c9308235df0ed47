package dev.letterlock.server.features.devices;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.server.auth.TokenFamilies;
import dev.letterlock.server.features.Refusal;
import dev.letterlock.server.features.RefusedException;
import dev.letterlock.server.features.SignedRequest;
import dev.letterlock.server.roster.RosterCache;
import dev.letterlock.storage.device.DeviceStore;
import dev.letterlock.storage.device.PreKeyStore;
import java.time.Clock;
import java.util.function.Consumer;

/**
 * Takes a device out for good: the list without it in force, its login ended, its sockets cut, its
 * pre-keys and inbox dropped. Blocks.
 */
public final class RevokeDevice {

  private final ReplaceList replaceList;
  private final DeviceStore devices;
  private final RosterCache rosters;
  private final TokenFamilies logins;
  private final PreKeyStore preKeys;
  private final Consumer<DeviceAddress> forgetInbox;
  private final Clock clock;

  /**
   * Revokes with these.
   *
   * @param forgetInbox drops all that waits for a device; may block
   */
  public RevokeDevice(
      ReplaceList replaceList,
      DeviceStore devices,
      RosterCache rosters,
      TokenFamilies logins,
      PreKeyStore preKeys,
      Consumer<DeviceAddress> forgetInbox,
      Clock clock) {
    this.replaceList = replaceList;
    this.devices = devices;
    this.rosters = rosters;
    this.logins = logins;
    this.preKeys = preKeys;
    this.forgetInbox = forgetInbox;
    this.clock = clock;
  }

  /**
   * Revokes the device.
   *
   * @param encoded the next list, which leaves it out
   * @param request signed by the account key that is pinned
   * @return version of the list in force, u64
   * @throws RefusedException with the reason
   */
  public long revoke(DeviceAddress device, EncodedList encoded, SignedRequest request) {
    if (devices.byAddress(device).isEmpty()) {
      throw new RefusedException(
          Refusal.UNKNOWN_DEVICE, "device: " + device.device() + " (expected: one of yours)");
    }
    requireLeftOut(device, encoded);
    long version = replaceList.replace(device.user(), encoded, request);
    devices.revoke(device, clock.instant());
    rosters.invalidate(device.user());
    logins.endDevice(device);
    preKeys.forget(device);
    forgetInbox.accept(device);
    return version;
  }

  private static void requireLeftOut(DeviceAddress device, EncodedList encoded) {
    boolean named =
        ListRules.parse(encoded).entries().stream().anyMatch(e -> e.device() == device.device());
    if (named) {
      throw new RefusedException(
          Refusal.LIST_MISMATCH, "list: names the revoked device (expected: not)");
    }
  }
}
