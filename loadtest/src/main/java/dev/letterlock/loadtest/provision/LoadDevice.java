package dev.letterlock.loadtest.provision;

import dev.letterlock.crypto.e2ee.prekey.OwnDevice;
import dev.letterlock.protocol.id.DeviceAddress;

/**
 * A device that the server knows, with its keys and an access token.
 *
 * @param registration u32
 */
public record LoadDevice(DeviceAddress address, int registration, OwnDevice keys, String token) {

  @Override
  public String toString() {
    return "LoadDevice[" + address + "]";
  }
}
