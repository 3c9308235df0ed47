package dev.letterlock.server.limits;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;

/**
 * Whom a limit is for, by a text that is the same on all servers and no other subject's of that
 * limit.
 */
public record Subject(String text) {

  public static Subject of(UserId user) {
    return new Subject(user.toString());
  }

  public static Subject of(DeviceAddress device) {
    return new Subject(device.toString());
  }

  /** What one device does to another. */
  public static Subject of(DeviceAddress from, DeviceAddress to) {
    return new Subject(from + " " + to);
  }

  public static Subject of(AddressBlock address) {
    return new Subject((address.six() ? "6 " : "4 ") + Long.toHexString(address.bits()));
  }

  /** Whoever has, or would have, this name. */
  public static Subject named(String name) {
    return new Subject(name);
  }
}
