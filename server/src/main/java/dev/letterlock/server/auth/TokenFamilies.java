package dev.letterlock.server.auth;

import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.auth.SessionRevocations.Cause;
import dev.letterlock.storage.account.EndedLoginStore;
import dev.letterlock.storage.account.RefreshTokenStore;
import dev.letterlock.storage.account.TokenFamily;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * Logins of devices: each is a family of refresh tokens of which one is good at a time, and the
 * access tokens made along with them (RFC 9700 §4.14.2). Blocks: for virtual threads. Throws {@link
 * dev.letterlock.storage.StoreUnavailableException} while the store is away.
 */
public final class TokenFamilies {

  private static final int REFRESH_BYTES = 32;
  private static final int HASH_BYTES = 32;

  private final RefreshTokenStore store;
  private final EndedLoginStore ended;
  private final Tokens tokens;
  private final TokenLives lives;
  private final Revocations revocations;
  private final SessionRevocations sessions;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  public TokenFamilies(
      RefreshTokenStore store,
      EndedLoginStore ended,
      Tokens tokens,
      TokenLives lives,
      Revocations revocations,
      SessionRevocations sessions,
      Clock clock) {
    this.store = store;
    this.ended = ended;
    this.tokens = tokens;
    this.lives = lives;
    this.revocations = revocations;
    this.sessions = sessions;
    this.clock = clock;
  }

  /** A token with which this device, not yet known, can be enrolled. */
  public String enrolment(UserId user, int device) {
    return tokens.issue(
        TokenType.ENROLMENT, user, device, 0, UUID.randomUUID(), TokenLives.ENROLMENT);
  }

  /** Begins a login of the device; the one before it ends. */
  public TokenPair open(DeviceAddress device, int registration) {
    store.byDevice(device).ifPresent(before -> end(before.id()));
    byte[] refresh = newRefreshToken();
    OpaqueBytes hash = hash(refresh);
    TokenFamily family = new TokenFamily(UUID.randomUUID(), device, registration, refreshExpiry());
    store.create(family, hash);
    return pair(family, refresh, hash);
  }

  /** Exchanges a refresh token. */
  public RefreshVerdict refresh(String refreshToken) {
    byte[] presented = decode(refreshToken);
    if (presented.length != REFRESH_BYTES) {
      return RefreshFault.INVALID;
    }
    byte[] next = newRefreshToken();
    OpaqueBytes hash = hash(next);
    return switch (store.rotate(hash(presented), hash, refreshExpiry())) {
      case RefreshTokenStore.Rotated(TokenFamily family) -> pair(family, next, hash);
      case RefreshTokenStore.Refused() -> RefreshFault.INVALID;
      case RefreshTokenStore.Ended() -> RefreshFault.ENDED;
      case RefreshTokenStore.Reused(TokenFamily family) -> {
        end(family.device(), family.id());
        yield RefreshFault.REUSED;
      }
    };
  }

  /**
   * Notes that an access token of {@link #open} or {@link #refresh} is in use, so that the refresh
   * token from before it is good no more. If the pair had been replaced before anybody used it, two
   * hold copies of that token, and the login ends.
   */
  void used(TokenClaims claims) {
    byte[] hash = decode(claims.id());
    if (hash.length == HASH_BYTES
        && !store.use(claims.address(), claims.family(), OpaqueBytes.wrap(hash))) {
      end(claims.address(), claims.family());
    }
  }

  /** Ends the login that these claims belong to, and its sockets. */
  public void logOut(TokenClaims claims) {
    end(claims.address(), claims.family());
    store.revoke(claims.address(), claims.family());
  }

  /** Ends the login of a device that was revoked, and its sockets. */
  public void endDevice(DeviceAddress device) {
    store.revokeDevice(device);
    revocations.endDevice(device);
    sessions.cut(device, Cause.DEVICE_REVOKED);
  }

  /** The login that a device has, if it has one. */
  public Optional<TokenFamily> login(DeviceAddress device) {
    return store.byDevice(device);
  }

  /** Ends the login that a device has, and its sockets; it may sign in again. */
  public boolean endLogin(DeviceAddress device) {
    Optional<TokenFamily> login = store.byDevice(device);
    login.ifPresent(family -> {
      end(device, family.id());
      store.revoke(device, family.id());
    });
    return login.isPresent();
  }

  /** Ends all logins of a user; the sockets are the caller's to cut. */
  public void endUser(UserId user) {
    store.revokeUser(user);
    revocations.endUser(user);
  }

  private void end(DeviceAddress device, UUID family) {
    sessions.cut(device, Cause.TOKEN_REVOKED);
    end(family);
  }

  /** In memory first: that holds even if the store is away. */
  private void end(UUID family) {
    revocations.endFamily(family);
    ended.add(family, clock.instant().plus(TokenLives.LONGEST));
  }

  private TokenPair pair(TokenFamily family, byte[] refresh, OpaqueBytes hash) {
    String access =
        tokens.issue(
            TokenType.ACCESS,
            family.device().user(),
            family.device().device(),
            family.registration(),
            family.id(),
            encode(hash.toByteArray()),
            lives.access());
    return new TokenPair(access, encode(refresh), lives.access().toSeconds());
  }

  private Instant refreshExpiry() {
    return clock.instant().plus(lives.refresh());
  }

  private byte[] newRefreshToken() {
    byte[] token = new byte[REFRESH_BYTES];
    random.nextBytes(token);
    return token;
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] decode(String text) {
    try {
      return Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private static OpaqueBytes hash(byte[] token) {
    try {
      return OpaqueBytes.wrap(MessageDigest.getInstance("SHA-256").digest(token));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256: missing (expected: in every JDK)", e);
    }
  }
}
