package dev.letterlock.server.cluster;

import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import java.util.UUID;

/** A change that every node has to know of, because it remembers what was before. */
public sealed interface Notice {

  /** The user's devices, keys or standing changed. */
  record RosterChanged(UserId user) implements Notice {}

  /** The group has another state. */
  record GroupChanged(ConversationId group) implements Notice {}

  /** A login is over, and every token of it. */
  record LoginEnded(UUID family) implements Notice {}

  /** Every login of the user is over. */
  record UserEnded(UserId user) implements Notice {}

  /** The device is none of the user's any more. */
  record DeviceEnded(DeviceAddress device) implements Notice {}

  /**
   * Whoever is connected as this device is to be cut off.
   *
   * @param revoked the device is none any more; otherwise a new login helps
   */
  record Cut(DeviceAddress device, boolean revoked) implements Notice {}
}
