package dev.letterlock.storage.device;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Registered devices; a device is revoked and never deleted. Every method blocks, refuses event
 * loops, and throws {@link dev.letterlock.storage.StoreUnavailableException} while the database is
 * away.
 */
public interface DeviceStore {
  /** Registers a device; the same registration again is {@link RegisterResult#ALREADY_THERE}. */
  RegisterResult register(DeviceRegistration registration, LocalDate today);

  Optional<DeviceRecord> byAddress(DeviceAddress device);

  /** All devices of a user, revoked ones too, in the order of their ids. */
  List<DeviceRecord> byUser(UserId user);

  /**
   * Revokes a device; the first time stands. Returns false if there is no such device.
   *
   * @param when milliseconds are kept
   */
  boolean revoke(DeviceAddress device, Instant when);

  /** Notes that devices were connected on a day; never goes back, unknown devices are ignored. */
  void seen(Collection<DeviceAddress> devices, LocalDate day);

  /** Devices, not revoked, that were last seen before a day; a full scan, for a job. */
  List<DeviceAddress> lastSeenBefore(LocalDate day, int limit);

  /** What came of {@link #register}. */
  enum RegisterResult {
    REGISTERED,
    /** This very registration was stored before; nothing changed. */
    ALREADY_THERE,
    /** The device id is registered with other bytes. */
    DEVICE_TAKEN,
    /** A device anywhere has, or had, one of the two public keys (docs/E2EE.md R15). */
    KEY_SEEN
  }
}
