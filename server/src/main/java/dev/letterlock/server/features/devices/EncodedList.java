package dev.letterlock.server.features.devices;

import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.storage.device.SignedDeviceList;
import org.jspecify.annotations.Nullable;

/**
 * A device list as a client hands it in and as it is handed out.
 *
 * @param list the whole list with its signature, docs/E2EE.md §2.2
 * @param rollover 96 bytes, when the account key changed with this list; else null
 */
public record EncodedList(OpaqueBytes list, @Nullable OpaqueBytes rollover) {

  /** Whether this very list is the stored one. */
  boolean isStoredAs(SignedDeviceList stored) {
    return stored.bytes().equals(list);
  }

  /** A stored list as it is handed out. */
  public static EncodedList of(SignedDeviceList stored) {
    return new EncodedList(stored.bytes(), stored.rollover());
  }
}
