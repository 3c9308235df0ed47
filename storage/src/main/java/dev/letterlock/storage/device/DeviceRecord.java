package dev.letterlock.storage.device;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A registered device.
 *
 * @param lastSeen the day of registration until the device has connected
 * @param revokedAt null while it is not revoked
 */
public record DeviceRecord(
    DeviceRegistration registered, LocalDate lastSeen, @Nullable Instant revokedAt) {
  public boolean revoked() {
    return revokedAt != null;
  }
}
