package dev.letterlock.server.api;

import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.server.auth.Nonces;
import dev.letterlock.server.auth.TokenClaims;
import dev.letterlock.server.auth.TokenPair;
import dev.letterlock.server.features.Refusal;
import dev.letterlock.server.features.RefusedException;
import dev.letterlock.server.features.RequestProofs;
import dev.letterlock.server.features.accounts.SignIn;
import dev.letterlock.server.http.BodyPolicy;
import dev.letterlock.server.http.JsonCodec;
import dev.letterlock.server.http.Request;
import dev.letterlock.server.http.Response;
import dev.letterlock.server.limits.RateLimit;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Register, login, refresh, logout, me, nonces. */
public final class AccountEndpoints {

  private static final BodyPolicy SMALL = BodyPolicy.json(4 << 10);
  private static final int OK = 200;
  private static final int CREATED = 201;
  private static final int NO_CONTENT = 204;

  private final SignIn signIn;
  private final RequestProofs proofs;
  private final Gate gate;
  private final AddressLimits limits;
  private final boolean registrationOpen;
  private final JsonCodec json;
  private final Clock clock;

  public AccountEndpoints(
      SignIn signIn,
      RequestProofs proofs,
      Gate gate,
      AddressLimits limits,
      boolean registrationOpen,
      JsonCodec json,
      Clock clock) {
    this.signIn = signIn;
    this.proofs = proofs;
    this.gate = gate;
    this.limits = limits;
    this.registrationOpen = registrationOpen;
    this.json = json;
    this.clock = clock;
  }

  /** Adds the routes. */
  public void addTo(RouteTable routes) {
    routes.post("/v1/register", SMALL, this::register);
    routes.post("/v1/login", SMALL, this::logIn);
    routes.post("/v1/refresh", SMALL, this::refresh);
    routes.post("/v1/logout", BodyPolicy.NONE, gate.access(this::logOut));
    routes.post("/v1/nonces", BodyPolicy.NONE, gate.any(this::nonce));
    routes.get("/v1/me", gate.access(this::me));
  }

  /** A name and a password, and perhaps the device that has lost its tokens. */
  private record Credentials(String name, String password, @Nullable Long deviceId) {
    @Override
    public String toString() {
      return "Credentials[" + name + "]";
    }
  }

  private record Refresh(String refreshToken) {
    @Override
    public String toString() {
      return "Refresh[***]";
    }
  }

  private record EnrolmentJson(
      UUID userId, long deviceId, boolean firstDevice, String enrolmentToken) {
    static EnrolmentJson of(SignIn.Enrolment enrolment) {
      return new EnrolmentJson(
          enrolment.user().toUuid(),
          Integer.toUnsignedLong(enrolment.device()),
          enrolment.first(),
          enrolment.token());
    }

    @Override
    public String toString() {
      return "EnrolmentJson[" + userId + "]";
    }
  }

  private record NonceJson(OpaqueBytes nonce, Instant expiresAt) {}

  private record MeJson(UUID userId, String name, long deviceId, long registration) {}

  private Response register(Request request) {
    if (!registrationOpen) {
      throw new RefusedException(
          Refusal.REGISTRATION_CLOSED, "registration: closed (expected: an operator's account)");
    }
    limits.charge(RateLimit.REGISTER, request);
    Credentials wanted = json.read(request.body(), Credentials.class);
    SignIn.Enrolment enrolment = signIn.register(wanted.name(), wanted.password());
    return Response.json(CREATED, EnrolmentJson.of(enrolment));
  }

  private Response logIn(Request request) {
    limits.charge(RateLimit.LOGIN_FROM, request);
    Credentials given = json.read(request.body(), Credentials.class);
    Long device = given.deviceId();
    if (device == null) {
      SignIn.Enrolment enrolment = signIn.logIn(given.name(), given.password());
      return Response.json(OK, EnrolmentJson.of(enrolment));
    }
    TokenPair pair =
        signIn.logInDevice(
            given.name(),
            given.password(),
            Fields.u32("device_id", device),
            SignatureHeader.of(request));
    return Response.json(OK, TokenJson.of(pair));
  }

  private Response refresh(Request request) {
    limits.charge(RateLimit.REFRESH, request);
    Refresh given = json.read(request.body(), Refresh.class);
    return Response.json(OK, TokenJson.of(signIn.refresh(given.refreshToken())));
  }

  private Response logOut(TokenClaims caller, Request request) {
    signIn.logOut(caller);
    return Response.empty(NO_CONTENT);
  }

  private Response nonce(TokenClaims caller, Request request) {
    Instant expiry = clock.instant().plus(Nonces.LIFE).truncatedTo(ChronoUnit.SECONDS);
    OpaqueBytes nonce = OpaqueBytes.wrap(proofs.nonce(caller.user()));
    return Response.json(OK, new NonceJson(nonce, expiry));
  }

  private Response me(TokenClaims caller, Request request) {
    return Response.json(
        OK,
        new MeJson(
            caller.user().toUuid(),
            signIn.nameOf(caller),
            Integer.toUnsignedLong(caller.device()),
            Integer.toUnsignedLong(caller.registration())));
  }
}
