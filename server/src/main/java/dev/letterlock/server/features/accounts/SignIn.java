package dev.letterlock.server.features.accounts;

import dev.letterlock.crypto.primitive.Ed25519PublicKey;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.auth.RefreshFault;
import dev.letterlock.server.auth.TokenClaims;
import dev.letterlock.server.auth.TokenFamilies;
import dev.letterlock.server.auth.TokenPair;
import dev.letterlock.server.features.Refusal;
import dev.letterlock.server.features.RefusedException;
import dev.letterlock.server.features.RequestProofs;
import dev.letterlock.server.features.SignedRequest;
import dev.letterlock.server.roster.RosterCache;
import dev.letterlock.storage.account.UserRecord;
import dev.letterlock.storage.account.UserStore;
import dev.letterlock.storage.device.DeviceRecord;
import dev.letterlock.storage.device.DeviceStore;

/**
 * From a name and a password to tokens, in two steps: a password alone gives an enrolment token for
 * a new device; with the signing key of an enrolled device it gives that device new tokens. Blocks.
 */
public final class SignIn {

  private final Passwords passwords;
  private final UserStore users;
  private final DeviceStore devices;
  private final RosterCache rosters;
  private final RequestProofs proofs;
  private final TokenFamilies logins;

  public SignIn(
      Passwords passwords,
      UserStore users,
      DeviceStore devices,
      RosterCache rosters,
      RequestProofs proofs,
      TokenFamilies logins) {
    this.passwords = passwords;
    this.users = users;
    this.devices = devices;
    this.rosters = rosters;
    this.proofs = proofs;
    this.logins = logins;
  }

  /**
   * Leave to enrol one device. Its text form leaves the token out.
   *
   * @param device u32, never given before
   * @param first whether the account has no device list yet, so that no other device can sign one
   */
  public record Enrolment(UserId user, int device, boolean first, String token) {
    @Override
    public String toString() {
      return "Enrolment[" + user + ", " + Integer.toUnsignedString(device) + "]";
    }
  }

  /**
   * Makes an account. Until its first device is registered the same request is answered alike, so
   * that an answer which got lost locks nobody out of a name; see {@link Passwords#create}.
   */
  public Enrolment register(String name, String password) {
    return enrolment(passwords.create(name, password, this::hasNoDevice));
  }

  private boolean hasNoDevice(UserRecord user) {
    return devices.byUser(user.id()).isEmpty();
  }

  /** Signs in without a device; see {@link Passwords#check}. */
  public Enrolment logIn(String name, String password) {
    return enrolment(passwords.check(name, password));
  }

  /**
   * Signs an enrolled device in that has lost its tokens.
   *
   * @param request signed by the device's DSK; the nonce comes by way of an enrolment token
   * @throws RefusedException as {@link Passwords#check} and {@link RequestProofs#require}, or
   *     {@link Refusal#UNKNOWN_DEVICE}
   */
  public TokenPair logInDevice(String name, String password, int device, SignedRequest request) {
    UserRecord user = passwords.check(name, password);
    DeviceAddress address = new DeviceAddress(user.id(), device);
    DeviceRecord record = devices.byAddress(address).orElseThrow(SignIn::unknownDevice);
    byte[] signingKey = record.registered().signingKey().toByteArray();
    proofs.require(user.id(), Ed25519PublicKey.of(signingKey), request);
    int registration = record.registered().registration();
    if (!rosters.get(user.id()).admits(device, registration)) {
      throw unknownDevice();
    }
    return logins.open(address, registration);
  }

  /**
   * Exchanges a refresh token.
   *
   * @throws RefusedException {@link Refusal#TOKEN_INVALID}, {@link Refusal#TOKEN_REVOKED} when its
   *     login has ended, or {@link Refusal#TOKEN_REUSED}
   */
  public TokenPair refresh(String refreshToken) {
    return switch (logins.refresh(refreshToken)) {
      case TokenPair pair -> pair;
      case RefreshFault fault -> throw refused(fault);
    };
  }

  /** Ends the login behind these claims and closes its sockets. */
  public void logOut(TokenClaims claims) {
    logins.logOut(claims);
  }

  /** The caller's name. */
  public String nameOf(TokenClaims claims) {
    return users
        .byId(claims.user())
        .map(UserRecord::name)
        .orElseThrow(
            () -> new RefusedException(Refusal.UNKNOWN_USER, "user: gone (expected: one)"));
  }

  private Enrolment enrolment(UserRecord user) {
    int device =
        users
            .nextDeviceId(user.id())
            .orElseThrow(
                () -> new RefusedException(Refusal.UNKNOWN_USER, "user: gone (expected: one)"));
    boolean first = rosters.get(user.id()).version() == 0;
    return new Enrolment(user.id(), device, first, logins.enrolment(user.id(), device));
  }

  private static RefusedException unknownDevice() {
    return new RefusedException(
        Refusal.UNKNOWN_DEVICE, "device: not enrolled (expected: one of the current list)");
  }

  private static RefusedException refused(RefreshFault fault) {
    Refusal refusal =
        switch (fault) {
          case INVALID -> Refusal.TOKEN_INVALID;
          case ENDED -> Refusal.TOKEN_REVOKED;
          case REUSED -> Refusal.TOKEN_REUSED;
        };
    return new RefusedException(refusal, "refresh token: " + fault + " (expected: the newest)");
  }
}
