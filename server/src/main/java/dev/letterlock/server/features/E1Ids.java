package dev.letterlock.server.features;

import dev.letterlock.crypto.DeviceAddress;
import dev.letterlock.crypto.DeviceCert;
import dev.letterlock.protocol.id.UserId;

/** Between the ids of the key structures and those of the wire. */
public final class E1Ids {

  private E1Ids() {}

  /** The device that a structure belongs to, without its registration. */
  public static dev.letterlock.protocol.id.DeviceAddress of(DeviceAddress address) {
    return new dev.letterlock.protocol.id.DeviceAddress(
        UserId.of(address.user()), address.device());
  }

  /** The device that a certificate names. */
  public static dev.letterlock.protocol.id.DeviceAddress of(DeviceCert cert) {
    return of(cert.address());
  }
}
