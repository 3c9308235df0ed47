package dev.letterlock.client.api;

import static java.util.Objects.requireNonNull;

import dev.letterlock.crypto.DeviceAddress;
import java.security.SecureRandom;
import java.util.UUID;

/**
 * What registration and login give: the right to enrol one device.
 *
 * @param deviceId server-assigned u32
 * @param firstDevice whether the account has no device yet which could admit this one
 * @param enrolmentToken good for enrolling that device, for reading the account's own list as long
 *     as the device is not removed, and for nothing else
 */
public record Ticket(UUID userId, int deviceId, boolean firstDevice, String enrolmentToken) {

  public Ticket {
    requireNonNull(userId, "user_id");
    requireNonNull(enrolmentToken, "enrolment_token");
  }

  private static final SecureRandom RANDOM = new SecureRandom();

  /** The address of the device under a fresh registration number. */
  public DeviceAddress freshAddress() {
    return new DeviceAddress(userId, deviceId, RANDOM.nextInt());
  }

  @Override
  public String toString() {
    return "Ticket[" + userId + "/" + Integer.toUnsignedString(deviceId) + "]";
  }
}
