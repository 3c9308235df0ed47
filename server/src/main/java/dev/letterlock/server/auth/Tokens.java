package dev.letterlock.server.auth;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTVerifier;
import com.auth0.jwt.JWTVerifier.BaseVerification;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.JWTVerificationException;
import com.auth0.jwt.exceptions.TokenExpiredException;
import com.auth0.jwt.interfaces.Claim;
import com.auth0.jwt.interfaces.DecodedJWT;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.config.value.JwtKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes and checks the bearer tokens of docs/PROTOCOL.md: JSON web tokens signed with HS256 and
 * nothing else (RFC 7519, RFC 8725 §3.1). A key is rotated by putting a new one in front of {@code
 * JWT_SECRET} and taking the old one away after the longest life of a token. Pure computation of
 * some microseconds, so event loops may call it. Whether a good token was withdrawn since is not
 * known here: see {@link Revocations}.
 */
public final class Tokens {

  /** Characters of the longest token that is looked at. */
  public static final int MAX_LENGTH = 2048;

  private static final String ISSUER = "letterlock";
  private static final String TYPE = "typ";
  private static final String DEVICE = "dev";
  private static final String REGISTRATION = "reg";
  private static final String FAMILY = "fam";
  private static final long MAX_U32 = 0xFFFF_FFFFL;

  private final String signingKeyId;
  private final Algorithm signingKey;
  private final Clock clock;
  private final Map<String, JWTVerifier> verifiers;

  /**
   * @param keys with distinct ids; the first signs, all verify
   */
  public Tokens(List<JwtKey> keys, Clock clock) {
    this.signingKeyId = keys.getFirst().id();
    this.signingKey = algorithm(keys.getFirst());
    this.clock = clock;
    this.verifiers =
        keys.stream()
            .collect(Collectors.toUnmodifiableMap(JwtKey::id, key -> verifier(algorithm(key))));
  }

  /** Signs a token that stands by itself; its expiry is cut to whole seconds. */
  public String issue(
      TokenType type, UserId user, int device, int registration, UUID family, Duration life) {
    return issue(type, user, device, registration, family, UUID.randomUUID().toString(), life);
  }

  /**
   * Signs a token under an id of the caller's; its expiry is cut to whole seconds.
   *
   * @param id not used by any other token
   */
  String issue(
      TokenType type,
      UserId user,
      int device,
      int registration,
      UUID family,
      String id,
      Duration life) {
    Instant now = clock.instant();
    return JWT.create()
        .withKeyId(signingKeyId)
        .withIssuer(ISSUER)
        .withSubject(user.toString())
        .withClaim(TYPE, type.claim())
        .withClaim(DEVICE, Integer.toUnsignedLong(device))
        .withClaim(REGISTRATION, Integer.toUnsignedLong(registration))
        .withClaim(FAMILY, family.toString())
        .withIssuedAt(now)
        .withExpiresAt(now.plus(life))
        .withJWTId(id)
        .sign(signingKey);
  }

  /** Checks form, algorithm, key, signature, issuer, expiry and type. Never throws. */
  public TokenVerdict verify(String token, TokenType expected) {
    if (token.length() > MAX_LENGTH) {
      return TokenFault.INVALID;
    }
    try {
      DecodedJWT decoded = JWT.decode(token);
      JWTVerifier verifier = verifierFor(decoded.getKeyId());
      return verifier == null ? TokenFault.INVALID : claims(verifier.verify(decoded), expected);
    } catch (TokenExpiredException e) {
      return TokenFault.EXPIRED;
    } catch (JWTVerificationException e) {
      return TokenFault.INVALID;
    }
  }

  private @Nullable JWTVerifier verifierFor(@Nullable String keyId) {
    return keyId == null ? null : verifiers.get(keyId);
  }

  private static Algorithm algorithm(JwtKey key) {
    return Algorithm.HMAC256(key.bytes());
  }

  private JWTVerifier verifier(Algorithm key) {
    BaseVerification rules = (BaseVerification) JWT.require(key).withIssuer(ISSUER);
    // Clocks are set, and those of several servers differ: a token from "later" is no worse.
    rules.ignoreIssuedAt();
    return rules.build(clock);
  }

  private static TokenVerdict claims(DecodedJWT token, TokenType expected) {
    UUID user = uuid(token.getSubject());
    UUID family = uuid(token.getClaim(FAMILY).asString());
    Long device = u32(token.getClaim(DEVICE));
    Long registration = u32(token.getClaim(REGISTRATION));
    String id = token.getId();
    Instant expiry = token.getExpiresAtAsInstant();
    boolean typed = expected.claim().equals(token.getClaim(TYPE).asString());
    if (!typed
        || user == null
        || family == null
        || device == null
        || registration == null
        || id == null
        || expiry == null) {
      return TokenFault.INVALID;
    }
    return new TokenClaims(
        expected,
        UserId.of(user),
        device.intValue(),
        registration.intValue(),
        family,
        id,
        expiry.getEpochSecond());
  }

  private static @Nullable Long u32(Claim claim) {
    Long value = claim.asLong();
    return value == null || value < 0 || value > MAX_U32 ? null : value;
  }

  private static @Nullable UUID uuid(@Nullable String text) {
    try {
      return text == null ? null : UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
