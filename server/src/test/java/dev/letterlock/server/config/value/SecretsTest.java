package dev.letterlock.server.config.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.letterlock.settings.value.InvalidValueException;
import dev.letterlock.settings.value.Secret;
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
    assertThat(Secret.token().parser().parse(token.expose())).isEqualTo(token);
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
    assertThatThrownBy(() -> Secret.token().parser().parse(text))
        .isInstanceOf(InvalidValueException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:27017",
        "http://user:hidden@localhost",
        "mongodb://",
        "mongodb://user:hidden@localhost:abc/x",
        "mongodb://user:hidden@localhost:99999/x",
        "mongodb://user:hid/den@localhost/x",
        "mongodb://user:hid@den@localhost/x",
        "mongodb+srv://user:hidden@db.example.org:27017/x"
      })
  void refusesDatabasesThatTheDriverDoesNotUnderstand(String text) {
    assertThatThrownBy(() -> Secrets.mongoUri().parser().parse(text))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageNotContaining("hid");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mongodb://localhost",
        "mongodb://user:p%40ss@[::1]:27018,b.example/x?w=majority",
        "mongodb+srv://user:hidden@db.example.invalid/x"
      })
  void takesDatabasesWithoutLookingThemUp(String text) throws InvalidValueException {
    assertThat(Secrets.mongoUri().parser().parse(text).expose()).isEqualTo(text);
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
