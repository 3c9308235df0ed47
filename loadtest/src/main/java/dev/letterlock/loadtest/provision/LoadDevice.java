package dev.letterlock.loadtest.provision;

import dev.letterlock.client.api.DeviceKeys;
import dev.letterlock.protocol.id.DeviceAddress;

/**
 * A device that the server knows, with its keys and an access token.
 *
 * @param registration u32
 */
public record LoadDevice(DeviceAddress address, int registration, DeviceKeys keys, String token) {

  @Override
  public String toString() {
    return "LoadDevice[" + address + "]";
  }
}
