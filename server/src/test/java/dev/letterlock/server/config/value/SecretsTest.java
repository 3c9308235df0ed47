package dev.letterlock.server.config.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  private static final String KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

  @Test
  void readsWhatItMakes() throws InvalidValueException {
    SecureRandom random = new SecureRandom();
    String entries =
        Secrets.newJwtEntry(random).expose() + "," + Secrets.newJwtEntry(random).expose();

    List<JwtKey> keys = Secrets.jwtKeys().parser().parse(entries);
    Secret token = Secrets.newToken(random);

    assertThat(keys).hasSize(2).allSatisfy(key -> assertThat(key.bytes()).hasSize(32));
    assertThat(keys.getFirst().id()).isNotEqualTo(keys.getLast().id());
    assertThat(Secrets.token().parser().parse(token.expose())).isEqualTo(token);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        KEY,
        ":" + KEY,
        "a b:" + KEY,
        "a:AAAA",
        "a:" + KEY + ",a:" + KEY,
        "a:" + KEY + ",",
        "a:===="
      })
  void refusesKeysThatAreShortMalformedOrTwice(String text) {
    assertThatThrownBy(() -> Secrets.jwtKeys().parser().parse(text))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageNotContaining("AAAA");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "short",
        "with a blank in it but long enough to pass",
        "ünïcode-that-is-long-enough-to-pass-too"
      })
  void refusesWeakTokens(String text) {
    assertThatThrownBy(() -> Secrets.token().parser().parse(text))
        .isInstanceOf(InvalidValueException.class);
  }

  @Test
  void showsNothingOfASecret() throws InvalidValueException {
    Secret secret = new Secret("hidden");

    assertThat(secret)
        .hasToString("***")
        .isEqualTo(new Secret("hidden"))
        .isNotEqualTo(new Secret("other"));
    assertThat(Secrets.jwtKeys().parser().parse("one:" + KEY)).hasToString("[JwtKey[one]]");
  }
}
