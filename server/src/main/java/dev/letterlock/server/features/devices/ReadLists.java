package dev.letterlock.server.features.devices;

import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.features.Refusal;
import dev.letterlock.server.features.RefusedException;
import dev.letterlock.server.features.Throttle;
import dev.letterlock.server.limits.RateLimit;
import dev.letterlock.storage.account.UserRecord;
import dev.letterlock.storage.account.UserStore;
import dev.letterlock.storage.device.DeviceListStore;
import dev.letterlock.storage.device.SignedDeviceList;
import java.util.Optional;
import java.util.OptionalLong;

/** Hands out users' signed lists, by name or by id. Blocks. */
public final class ReadLists {

  private final UserStore users;
  private final DeviceListStore lists;
  private final Throttle throttle;

  public ReadLists(UserStore users, DeviceListStore lists, Throttle throttle) {
    this.users = users;
    this.lists = lists;
    this.throttle = throttle;
  }

  /** A user's list; the user is named again because a look-up by name asks for just that. */
  public record UserList(UserId user, EncodedList encoded) {}

  /**
   * The newest list of the user with this name.
   *
   * @param name as typed; one that no account could have is simply not found
   * @throws RefusedException {@link Refusal#UNKNOWN_USER}, also for a user without a device
   */
  public UserList byName(UserId asker, String name) {
    throttle.charge(RateLimit.USER_LOOKUP, asker);
    UserRecord user =
        users.byName(name).filter(found -> !found.disabled()).orElseThrow(ReadLists::unknown);
    return newest(user.id());
  }

  /**
   * A list of the user with this id.
   *
   * @param version u64; the newest if empty
   * @throws RefusedException {@link Refusal#UNKNOWN_USER}, also for a list that does not exist
   */
  public UserList byId(UserId asker, UserId user, OptionalLong version) {
    throttle.charge(RateLimit.LIST_READ, asker);
    if (version.isEmpty()) {
      return newest(user);
    }
    return found(user, lists.at(user, version.getAsLong()));
  }

  private UserList newest(UserId user) {
    return found(user, lists.latest(user));
  }

  private static UserList found(UserId user, Optional<SignedDeviceList> list) {
    return new UserList(user, EncodedList.of(list.orElseThrow(ReadLists::unknown)));
  }

  private static RefusedException unknown() {
    return new RefusedException(Refusal.UNKNOWN_USER, "user: unknown (expected: one with a list)");
  }
}
