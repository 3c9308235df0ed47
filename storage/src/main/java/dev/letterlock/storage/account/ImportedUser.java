package dev.letterlock.storage.account;

import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.device.DeviceRegistration;
import dev.letterlock.storage.device.PreKeyUpload;
import dev.letterlock.storage.device.SignedDeviceList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An account with all that belongs to it; the caller has checked every signature.
 *
 * @param passwordHash null: no login by password
 * @param list version 1 or later; the chain begins with it
 */
public record ImportedUser(
    UserId id,
    String name,
    @Nullable String passwordHash,
    List<Device> devices,
    SignedDeviceList list) {
  public ImportedUser {
    devices = List.copyOf(devices);
  }

  /** Leaves the password hash out. */
  @Override
  public String toString() {
    return "ImportedUser[id=" + id + ", name=" + name + ", devices=" + devices.size() + "]";
  }

  /** One device and the pre-keys that it starts with. */
  public record Device(DeviceRegistration registration, PreKeyUpload preKeys) {}
}
