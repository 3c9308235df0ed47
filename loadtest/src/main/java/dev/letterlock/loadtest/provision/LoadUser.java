package dev.letterlock.loadtest.provision;

import dev.letterlock.crypto.DeviceList;
import dev.letterlock.protocol.id.UserId;
import java.util.List;

/** A user that the server knows, with all devices. */
public record LoadUser(String name, UserId id, DeviceList list, List<LoadDevice> devices) {

  public LoadUser {
    devices = List.copyOf(devices);
  }
}
