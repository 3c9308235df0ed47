package dev.letterlock.client.profile;

import dev.letterlock.crypto.e2ee.store.RecordKey;
import dev.letterlock.crypto.e2ee.store.Shelf;
import dev.letterlock.protocol.id.DeviceAddress;

/** Devices whose inboxes had no room when something was last sent to them; one transaction. */
public record FullDevices(Transaction step) {

  private static final int FULL = 6;

  /** Notes that there was no room; false if that was known. */
  public boolean add(DeviceAddress device) {
    boolean fresh = !step.has(key(device));
    if (fresh) {
      step.write(key(device), new byte[0]);
    }
    return fresh;
  }

  /** Notes that there was room. */
  public void remove(DeviceAddress device) {
    if (step.has(key(device))) {
      step.remove(key(device));
    }
  }

  private static RecordKey key(DeviceAddress device) {
    return Place.of(Shelf.SETTING, FULL, device.user().toUuid(), device.device());
  }
}
