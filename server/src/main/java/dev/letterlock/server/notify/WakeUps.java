package dev.letterlock.server.notify;

import dev.letterlock.protocol.id.DeviceAddress;

/**
 * Learns which devices have something waiting. Thread-safe; called from event loops for each
 * message, so it neither blocks nor allocates once a device is known to wait.
 */
public interface WakeUps {
  /** A message was stored for a device that is not connected. */
  void offline(DeviceAddress device, boolean urgent);

  /** The device is connected again. */
  void returned(DeviceAddress device);
}
