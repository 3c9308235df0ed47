package dev.letterlock.client.api;

import java.util.UUID;

/**
 * What registration and login give: the right to enrol one device.
 *
 * @param deviceId server-assigned u32
 * @param enrolmentToken good for enrolling that device and for nothing else
 */
public record Ticket(UUID userId, int deviceId, String enrolmentToken) {

  @Override
  public String toString() {
    return "Ticket[" + userId + "/" + Integer.toUnsignedString(deviceId) + "]";
  }
}
