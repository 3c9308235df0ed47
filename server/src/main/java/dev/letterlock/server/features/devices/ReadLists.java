package dev.letterlock.server.features.devices;

import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.features.Refusal;
import dev.letterlock.server.features.RefusedException;
import dev.letterlock.server.features.Throttle;
import dev.letterlock.server.limits.RateLimit;
import dev.letterlock.server.limits.Subject;
import dev.letterlock.storage.account.UserRecord;
import dev.letterlock.storage.account.UserStore;
import dev.letterlock.storage.device.DeviceListStore;
import dev.letterlock.storage.device.DeviceRecord;
import dev.letterlock.storage.device.DeviceStore;
import dev.letterlock.storage.device.SignedDeviceList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Hands out users' signed lists, by name or by id, and the certificates that they name. Blocks. */
public final class ReadLists {

  private final UserStore users;
  private final DeviceListStore lists;
  private final DeviceStore devices;
  private final Throttle throttle;

  public ReadLists(UserStore users, DeviceListStore lists, DeviceStore devices, Throttle throttle) {
    this.users = users;
    this.lists = lists;
    this.devices = devices;
    this.throttle = throttle;
  }

  /**
   * A user's list; user and name are given because a look-up asks for the other one.
   *
   * @param certificates of the user's devices that are not revoked; the list's hashes say which of
   *     them count
   */
  public record UserList(
      UserId user, String name, EncodedList encoded, List<OpaqueBytes> certificates) {
    public UserList {
      certificates = List.copyOf(certificates);
    }
  }

  /**
   * The newest list of the user with this name.
   *
   * @param name as typed; one that no account could have is simply not found
   * @throws RefusedException {@link Refusal#UNKNOWN_USER}, also for a user without a device
   */
  public UserList byName(UserId asker, String name) {
    throttle.charge(RateLimit.USER_LOOKUP, Subject.of(asker));
    UserRecord user =
        users.byName(name).filter(found -> !found.disabled()).orElseThrow(ReadLists::unknown);
    return newest(user.id());
  }

  /**
   * A list of the user with this id.
   *
   * @param version u64; the newest if empty
   * @throws RefusedException {@link Refusal#UNKNOWN_USER}, also for a user without a device; {@link
   *     Refusal#UNKNOWN_LIST} if the user has others
   */
  public UserList byId(UserId asker, UserId user, OptionalLong version) {
    throttle.charge(RateLimit.LIST_READ, Subject.of(asker));
    if (version.isEmpty()) {
      return newest(user);
    }
    Optional<SignedDeviceList> list = lists.at(user, version.getAsLong());
    if (list.isEmpty() && lists.latest(user).isPresent()) {
      throw new RefusedException(
          Refusal.UNKNOWN_LIST, "version: above the newest (expected: one that was published)");
    }
    return found(user, list);
  }

  private UserList newest(UserId user) {
    return found(user, lists.latest(user));
  }

  private UserList found(UserId user, Optional<SignedDeviceList> list) {
    EncodedList encoded = EncodedList.of(list.orElseThrow(ReadLists::unknown));
    List<OpaqueBytes> certificates =
        devices.byUser(user).stream()
            .filter(device -> !device.revoked())
            .map((DeviceRecord device) -> device.registered().certificate())
            .toList();
    String name = users.byId(user).map(UserRecord::name).orElseThrow(ReadLists::unknown);
    return new UserList(user, name, encoded, certificates);
  }

  private static RefusedException unknown() {
    return new RefusedException(Refusal.UNKNOWN_USER, "user: unknown (expected: one with a list)");
  }
}
