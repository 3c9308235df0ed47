package dev.letterlock.server.features.devices;

import dev.letterlock.crypto.DeviceCert;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.auth.TokenClaims;
import dev.letterlock.server.auth.TokenFamilies;
import dev.letterlock.server.auth.TokenPair;
import dev.letterlock.server.features.Refusal;
import dev.letterlock.server.features.RefusedException;
import dev.letterlock.server.features.RequestProofs;
import dev.letterlock.server.features.SignedRequest;
import dev.letterlock.server.features.devices.ListRules.KeyChange;
import dev.letterlock.storage.device.DeviceStore;
import dev.letterlock.storage.device.SignedDeviceList;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes a device of whoever holds an enrolment token: checks its certificate, registers it, puts
 * the list that names it in force, and signs it in. Repeating the request after a failure completes
 * it. Blocks.
 */
public final class EnrolDevice {

  private final Certificates certificates;
  private final ListRules rules;
  private final RequestProofs proofs;
  private final DeviceStore devices;
  private final ListPublication publication;
  private final TokenFamilies logins;
  private final Clock clock;

  public EnrolDevice(
      Certificates certificates,
      ListRules rules,
      RequestProofs proofs,
      DeviceStore devices,
      ListPublication publication,
      TokenFamilies logins,
      Clock clock) {
    this.certificates = certificates;
    this.rules = rules;
    this.proofs = proofs;
    this.devices = devices;
    this.publication = publication;
    this.logins = logins;
    this.clock = clock;
  }

  /**
   * What a new device begins with.
   *
   * @param tokens its login
   * @param listVersion u64 of the list in force
   */
  public record Enrolled(TokenPair tokens, long listVersion) {}

  /**
   * Enrols the device that the claims name.
   *
   * @param claims of an enrolment token
   * @param certificate 162 bytes
   * @param request signed by the certificate's DSK
   * @throws RefusedException with the reason
   */
  public Enrolled enrol(
      TokenClaims claims, OpaqueBytes certificate, EncodedList encoded, SignedRequest request) {
    DeviceCert cert = certificates.check(certificate, claims.address());
    proofs.require(claims.user(), cert.signingKey(), request);
    certificates.requireFresh(cert, clock.instant());
    Optional<SignedDeviceList> before = publication.newest(claims.user());
    SignedDeviceList next = nextList(claims.user(), cert, encoded, before.orElse(null));
    register(cert, certificate);
    publication.publish(next, before);
    TokenPair tokens = logins.open(claims.address(), cert.address().reg());
    return new Enrolled(tokens, next.version());
  }

  private SignedDeviceList nextList(
      UserId user, DeviceCert cert, EncodedList encoded, @Nullable SignedDeviceList before) {
    // An owner may have published the list first; so may an earlier try of this request.
    if (before != null && encoded.isStoredAs(before)) {
      certificates.requireNamed(cert, ListRules.parse(encoded));
      return before;
    }
    DeviceList list = rules.check(user, encoded, before, KeyChange.RESET);
    certificates.requireNamed(cert, list);
    return rules.toStore(list, encoded);
  }

  private void register(DeviceCert cert, OpaqueBytes encoded) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), clock.getZone());
    switch (devices.register(certificates.toStore(cert, encoded), today)) {
      case REGISTERED, ALREADY_THERE -> {}
      case DEVICE_TAKEN ->
          throw new RefusedException(
              Refusal.DEVICE_TAKEN, "device: registered otherwise (expected: a new login)");
      case KEY_SEEN ->
          throw new RefusedException(
              Refusal.KEY_SEEN, "certificate: a key used before (expected: fresh keys)");
    }
  }
}
