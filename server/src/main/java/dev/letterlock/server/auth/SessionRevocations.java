package dev.letterlock.server.auth;

import dev.letterlock.protocol.id.DeviceAddress;

/** Port to the live sockets of devices. */
public interface SessionRevocations {

  /**
   * Closes every session of the device, on every node. Returns without waiting for the sockets; no
   * frame that a session reads after the return is acted on. Safe for any thread, never blocks.
   */
  void cut(DeviceAddress device, Cause cause);

  /** Why; the close code follows from it. */
  enum Cause {
    /** Its token was withdrawn: a new login helps. */
    TOKEN_REVOKED,
    /** The device is not one of the user's any more. */
    DEVICE_REVOKED
  }
}
