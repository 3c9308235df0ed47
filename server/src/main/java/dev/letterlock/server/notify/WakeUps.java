package dev.letterlock.server.notify;

import dev.letterlock.protocol.id.DeviceAddress;

/**
 * Learns which devices have something waiting. Thread-safe; called from event loops for each
 * message, so it neither blocks nor allocates once a device is known to wait.
 */
public interface WakeUps {
  /**
   * A message was stored for a device that is not connected.
   *
   * @param urgent whether the wake-up may come sooner than the debounce allows
   */
  void offline(DeviceAddress device, boolean urgent);

  /** The device is connected again; what was to wake it is cancelled. */
  void returned(DeviceAddress device);
}
