package dev.letterlock.storage.device;

import dev.letterlock.protocol.id.DeviceAddress;
import java.time.Instant;
import java.util.Optional;

/**
 * Public pre-keys of devices (docs/E2EE.md §2.3); the caller has checked all signatures. Every
 * method blocks, refuses event loops, and throws {@link
 * dev.letterlock.storage.StoreUnavailableException} while the database is away.
 */
public interface PreKeyStore {
  /** One-time keys kept per device at most. */
  int MAX_ONE_TIME = 200;

  /** One-time KEM keys kept per device at most. */
  int MAX_KEM_ONE_TIME = 40;

  /**
   * With fewer one-time keys a device is told to upload more: more than {@link #MAX_ONE_TIME} may
   * keep in reserve, so that it is told before strangers get none.
   */
  int LOW_ONE_TIME = 50;

  /** With fewer one-time KEM keys a device is told to upload more. */
  int LOW_KEM_ONE_TIME = 5;

  /**
   * Adds keys, all or none. The same upload again changes nothing and is {@link
   * UploadResult#STORED}.
   */
  UploadResult upload(DeviceAddress device, PreKeyUpload upload, Instant now);

  PreKeyCounts counts(DeviceAddress device);

  /**
   * Hands out a bundle. A one-time key goes to one claim only, whatever happens; the same claim
   * within 60 s gets the same answer. Empty if the device has uploaded no signed pre-key.
   */
  Optional<ClaimedPreKeys> claim(PreKeyClaim claim);

  /** Deletes the keys of a revoked device. Its ids stay used. */
  void forget(DeviceAddress device);

  /**
   * Deletes the one-time keys of all devices: the database was restored, and which of them were
   * handed out since is not known. Their ids stay used; the devices are asked for more.
   */
  void forgetOneTime();

  /** What came of {@link #upload}. */
  enum UploadResult {
    STORED,
    /** A key id was used before by this device, or stands twice in the upload. */
    ID_REUSED,
    /** More than {@link #MAX_ONE_TIME} or {@link #MAX_KEM_ONE_TIME} would be kept. */
    TOO_MANY
  }
}
