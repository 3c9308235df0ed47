package dev.letterlock.server.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTCreator;
import com.auth0.jwt.algorithms.Algorithm;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.config.value.Secrets;
import dev.letterlock.settings.value.InvalidValueException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final byte[] OLD = "an old secret of thirty-two bytes".getBytes(UTF_8);
  private static final byte[] NEW = "the new secret of thirty-two byte".getBytes(UTF_8);
  private static final UserId USER =
      UserId.of(UUID.fromString("01890000-0000-7000-8000-000000000001"));
  private static final UUID FAMILY = UUID.fromString("5a7c8d1e-0000-4000-8000-000000000002");

  private final Tokens tokens = tokens(setting("a", OLD), NOW);

  @Test
  void verifiesWhatItIssued() {
    String token =
        tokens.issue(TokenType.ACCESS, USER, -2, -1, FAMILY, "one", Duration.ofMinutes(15));

    assertThat(tokens.verify(token, TokenType.ACCESS))
        .isEqualTo(
            new TokenClaims(
                TokenType.ACCESS,
                USER,
                -2,
                -1,
                FAMILY,
                "one",
                NOW.plusSeconds(900).getEpochSecond()));
  }

  @Test
  void refusesTheOtherType() {
    assertThat(tokens.verify(issue(tokens, TokenType.ENROLMENT), TokenType.ACCESS))
        .isEqualTo(TokenFault.INVALID);
    assertThat(tokens.verify(issue(tokens, TokenType.ACCESS), TokenType.ENROLMENT))
        .isEqualTo(TokenFault.INVALID);
  }

  @Test
  void expiresOnTime() {
    String token = issue(tokens, TokenType.ACCESS);

    assertThat(later(Duration.ofSeconds(899)).verify(token, TokenType.ACCESS))
        .isInstanceOf(TokenClaims.class);
    assertThat(later(Duration.ofSeconds(901)).verify(token, TokenType.ACCESS))
        .isEqualTo(TokenFault.EXPIRED);
  }

  /** The clock was set back, or that of the server which issued it is fast. */
  @Test
  void takesATokenThatWasIssuedLater() {
    String token = issue(later(Duration.ofHours(1)), TokenType.ACCESS);

    assertThat(tokens.verify(token, TokenType.ACCESS)).isInstanceOf(TokenClaims.class);
  }

  @Test
  void rotationVerifiesOldKeysAndSignsWithTheFirst() {
    Tokens rotated = tokens(setting("b", NEW) + "," + setting("a", OLD), NOW);

    assertThat(rotated.verify(issue(tokens, TokenType.ACCESS), TokenType.ACCESS))
        .isInstanceOf(TokenClaims.class);
    assertThat(JWT.decode(issue(rotated, TokenType.ACCESS)).getKeyId()).isEqualTo("b");
    assertThat(tokens.verify(issue(rotated, TokenType.ACCESS), TokenType.ACCESS))
        .isEqualTo(TokenFault.INVALID);
  }

  @Test
  void refusesOtherAlgorithms() throws Exception {
    KeyPair rsa = rsaPair();
    for (Algorithm algorithm :
        new Algorithm[] {
          Algorithm.none(),
          Algorithm.HMAC512(OLD),
          Algorithm.HMAC384(OLD),
          Algorithm.RSA256((RSAPublicKey) rsa.getPublic(), (RSAPrivateKey) rsa.getPrivate())
        }) {
      assertThat(tokens.verify(complete("a").sign(algorithm), TokenType.ACCESS))
          .as(algorithm.getName())
          .isEqualTo(TokenFault.INVALID);
    }
  }

  @Test
  void refusesAnHs256SignatureUnderANoneHeader() {
    String[] parts = complete("a").sign(Algorithm.HMAC256(OLD)).split("\\.", -1);
    String none = encode("{\"alg\":\"none\",\"kid\":\"a\",\"typ\":\"JWT\"}");

    assertThat(tokens.verify(none + "." + parts[1] + "." + parts[2], TokenType.ACCESS))
        .isEqualTo(TokenFault.INVALID);
    assertThat(tokens.verify(none + "." + parts[1] + ".", TokenType.ACCESS))
        .isEqualTo(TokenFault.INVALID);
  }

  @Test
  void refusesUnknownMissingAndSwappedKeyIds() {
    Tokens both = tokens(setting("a", OLD) + "," + setting("b", NEW), NOW);
    Algorithm old = Algorithm.HMAC256(OLD);

    assertThat(both.verify(complete("a").sign(old), TokenType.ACCESS))
        .isInstanceOf(TokenClaims.class);
    assertThat(both.verify(complete("c").sign(old), TokenType.ACCESS))
        .isEqualTo(TokenFault.INVALID);
    assertThat(both.verify(complete("b").sign(old), TokenType.ACCESS))
        .isEqualTo(TokenFault.INVALID);
    assertThat(both.verify(claims().sign(old), TokenType.ACCESS)).isEqualTo(TokenFault.INVALID);
  }

  @Test
  void refusesAnotherIssuerAndMissingOrOversizedClaims() {
    Algorithm key = Algorithm.HMAC256(OLD);
    JWTCreator.Builder foreign = complete("a").withIssuer("elsewhere");
    JWTCreator.Builder wide = complete("a").withClaim("dev", 1L << 32);
    JWTCreator.Builder negative = complete("a").withClaim("reg", -1L);
    JWTCreator.Builder noSubject = complete("a").withSubject(null);
    JWTCreator.Builder oddFamily = complete("a").withClaim("fam", "x");
    JWTCreator.Builder noId = complete("a").withJWTId(null);
    JWTCreator.Builder noExpiry = complete("a").withExpiresAt((Instant) null);

    for (JWTCreator.Builder bad :
        new JWTCreator.Builder[] {foreign, wide, negative, noSubject, oddFamily, noId, noExpiry}) {
      assertThat(tokens.verify(bad.sign(key), TokenType.ACCESS)).isEqualTo(TokenFault.INVALID);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a.b.c", "e30.e30.", "e30.e30.AA", "no token at all"})
  void refusesWhatIsNoToken(String text) {
    assertThat(tokens.verify(text, TokenType.ACCESS)).isEqualTo(TokenFault.INVALID);
  }

  @Test
  void refusesEveryFlippedCharacter() {
    String token = issue(tokens, TokenType.ACCESS);
    int lastOfSignature = token.length() - 1; // its low bits are padding
    for (int i = 0; i < lastOfSignature; i++) {
      char other = token.charAt(i) == 'A' ? 'B' : 'A';
      String flipped = token.substring(0, i) + other + token.substring(i + 1);
      assertThat(tokens.verify(flipped, TokenType.ACCESS))
          .as("at " + i)
          .isNotInstanceOf(TokenClaims.class);
    }
  }

  @Test
  void refusesOverlongTokensUnread() {
    String long2049 = "a".repeat(Tokens.MAX_LENGTH + 1);

    assertThat(tokens.verify(long2049, TokenType.ACCESS)).isEqualTo(TokenFault.INVALID);
  }

  private static Tokens later(Duration by) {
    return tokens(setting("a", OLD), NOW.plus(by));
  }

  private static Tokens tokens(String setting, Instant now) {
    try {
      return new Tokens(
          Secrets.jwtKeys().parser().parse(setting), Clock.fixed(now, ZoneOffset.UTC));
    } catch (InvalidValueException e) {
      throw new AssertionError(e);
    }
  }

  private static String issue(Tokens tokens, TokenType type) {
    return tokens.issue(type, USER, 1, 7, FAMILY, Duration.ofMinutes(15));
  }

  private static String setting(String keyId, byte[] secret) {
    return keyId + ":" + Base64.getEncoder().encodeToString(secret);
  }

  private static JWTCreator.Builder complete(String keyId) {
    return claims().withKeyId(keyId);
  }

  private static JWTCreator.Builder claims() {
    return JWT.create()
        .withIssuer("letterlock")
        .withSubject(USER.toString())
        .withClaim("typ", "access")
        .withClaim("dev", 1L)
        .withClaim("reg", 7L)
        .withClaim("fam", FAMILY.toString())
        .withJWTId("id")
        .withExpiresAt(NOW.plusSeconds(60));
  }

  private static String encode(String json) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(UTF_8));
  }

  private static KeyPair rsaPair() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return generator.generateKeyPair();
  }
}
