package dev.letterlock.server.features.prekeys;

import dev.letterlock.crypto.DeviceCert;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.server.features.Refusal;
import dev.letterlock.server.features.RefusedException;
import dev.letterlock.server.features.RequestProofs;
import dev.letterlock.server.features.SignedRequest;
import dev.letterlock.server.roster.RosterCache;
import dev.letterlock.storage.device.DeviceRecord;
import dev.letterlock.storage.device.DeviceStore;
import dev.letterlock.storage.device.PreKeyStore;
import dev.letterlock.storage.device.PreKeyUpload;
import java.time.Clock;
import java.time.Instant;

/** Takes a device's new pre-keys at the word of its own signing key. Blocks. */
public final class UploadPreKeys {

  private final DeviceStore devices;
  private final PreKeyStore preKeys;
  private final PreKeyRules rules;
  private final RequestProofs proofs;
  private final RosterCache rosters;
  private final Clock clock;

  public UploadPreKeys(
      DeviceStore devices,
      PreKeyStore preKeys,
      PreKeyRules rules,
      RequestProofs proofs,
      RosterCache rosters,
      Clock clock) {
    this.devices = devices;
    this.preKeys = preKeys;
    this.rules = rules;
    this.proofs = proofs;
    this.rosters = rosters;
    this.clock = clock;
  }

  /**
   * Stores the keys, all or none; the same upload again is fine.
   *
   * @param request signed by the device's DSK
   * @throws RefusedException with the reason
   */
  public void upload(DeviceAddress device, EncodedPreKeys encoded, SignedRequest request) {
    DeviceCert cert = certificate(device);
    proofs.require(device.user(), cert.signingKey(), request);
    Instant now = clock.instant();
    PreKeyUpload upload = rules.check(cert, encoded, now);
    switch (preKeys.upload(device, upload, now)) {
      case STORED -> noteSigned(device, upload);
      case ID_REUSED ->
          throw new RefusedException(
              Refusal.KEY_ID_REUSED, "pre-key id: used before (expected: fresh random ids)");
      case TOO_MANY ->
          throw new RefusedException(
              Refusal.TOO_MANY_KEYS, "pre-keys: too many (expected: see the limits)");
    }
  }

  /** From now on messages have to name the device (docs/PROTOCOL.md §3.7). */
  private void noteSigned(DeviceAddress device, PreKeyUpload upload) {
    if (upload.signed() != null) {
      rosters.invalidate(device.user());
    }
  }

  private DeviceCert certificate(DeviceAddress device) {
    DeviceRecord record =
        devices
            .byAddress(device)
            .orElseThrow(() ->
                new RefusedException(Refusal.UNKNOWN_DEVICE, "device: unknown (expected: one)"));
    return DeviceCert.parse(record.registered().certificate().toByteArray());
  }
}
