package dev.letterlock.client.api;

import dev.letterlock.crypto.AccountKeyRollover;
import dev.letterlock.crypto.DeviceCert;
import dev.letterlock.crypto.DeviceList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the server says about a user, not yet believed.
 *
 * @param user whom the server says the list is of
 * @param name of the account, as the server says
 * @param rollover from the account key before, or null
 * @param certificates of devices; only those count whose hash a believed list names
 */
public record PublishedList(
    UUID user,
    String name,
    DeviceList list,
    @Nullable AccountKeyRollover rollover,
    List<DeviceCert> certificates) {

  public PublishedList {
    certificates = List.copyOf(certificates);
  }
}
