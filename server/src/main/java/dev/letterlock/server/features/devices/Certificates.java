package dev.letterlock.server.features.devices;

import dev.letterlock.crypto.DeviceCert;
import dev.letterlock.crypto.DeviceEntry;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.KeyChecks;
import dev.letterlock.crypto.primitive.KeyFault;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.server.features.E1Ids;
import dev.letterlock.server.features.Refusal;
import dev.letterlock.server.features.RefusedException;
import dev.letterlock.storage.device.DeviceRegistration;
import java.time.Instant;

/** The checks of device certificates: docs/E2EE.md §3. About 100 µs each. */
public final class Certificates {

  private final E1 e1;
  private final KeyChecks keys;

  public Certificates(E1 e1) {
    this.e1 = e1;
    this.keys = new KeyChecks(e1.sodium());
  }

  /**
   * Reads a certificate and checks its signature, its owner and its agreement key.
   *
   * @param encoded 162 bytes
   * @throws RefusedException {@link Refusal#KEY_REJECTED}
   */
  public DeviceCert check(OpaqueBytes encoded, DeviceAddress owner) {
    try {
      DeviceCert cert = DeviceCert.parse(encoded.toByteArray());
      if (!E1Ids.of(cert).equals(owner)) {
        throw new KeyRejectedException(
            KeyFault.WRONG_OWNER, "certificate: of another device (expected: of " + owner + ")");
      }
      cert.verify(e1);
      keys.requireUsable(cert.agreementKey());
      return cert;
    } catch (KeyRejectedException e) {
      throw RefusedException.of(e);
    }
  }

  /**
   * Demands that a certificate was made within ten minutes of now.
   *
   * @throws RefusedException {@link Refusal#KEY_REJECTED}
   */
  public void requireFresh(DeviceCert cert, Instant now) {
    try {
      KeyChecks.requireFresh(cert.created(), now);
    } catch (KeyRejectedException e) {
      throw RefusedException.of(e);
    }
  }

  /**
   * Demands that the list names this very certificate.
   *
   * @throws RefusedException {@link Refusal#LIST_MISMATCH}
   */
  public void requireNamed(DeviceCert cert, DeviceList list) {
    if (!list.entries().contains(DeviceEntry.of(e1, cert))) {
      throw new RefusedException(
          Refusal.LIST_MISMATCH, "list: without this certificate (expected: with it)");
    }
  }

  /** The certificate in the form that is stored. */
  public DeviceRegistration toStore(DeviceCert cert, OpaqueBytes encoded) {
    return new DeviceRegistration(
        E1Ids.of(cert),
        cert.address().reg(),
        encoded,
        OpaqueBytes.wrap(cert.certHash(e1).toByteArray()),
        OpaqueBytes.wrap(cert.signingKey().toByteArray()),
        OpaqueBytes.wrap(cert.agreementKey().toByteArray()));
  }
}
