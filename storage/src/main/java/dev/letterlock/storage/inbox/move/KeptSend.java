package dev.letterlock.storage.inbox.move;

import dev.letterlock.protocol.id.DeviceAddress;
import java.util.List;

/**
 * A message that a device has sent, as far as it is remembered.
 *
 * @param hash of its content
 * @param time of acceptance, µs
 * @param full devices that had no room for it
 */
public record KeptSend(long idHigh, long idLow, long hash, long time, List<DeviceAddress> full) {
  public KeptSend {
    full = List.copyOf(full);
  }
}
