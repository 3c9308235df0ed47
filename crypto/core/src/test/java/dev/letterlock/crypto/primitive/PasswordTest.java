package dev.letterlock.crypto.primitive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordTest {

  private static final PasswordCost CHEAP = new PasswordCost(64 << 10, 1);
  private static final byte[] PASSWORD = "correct horse".getBytes(UTF_8);

  private final Sodium sodium = Sodium.load();

  @Test
  void matchesOnlyItsPassword() {
    String stored = sodium.passwordHash(PASSWORD, CHEAP);

    assertThat(sodium.passwordMatches(stored, PASSWORD)).isTrue();
    assertThat(sodium.passwordMatches(stored, "correct hors".getBytes(UTF_8))).isFalse();
    assertThat(sodium.passwordMatches(stored, new byte[0])).isFalse();
  }

  @Test
  void namesAlgorithmAndCostButNotThePassword() {
    assertThat(sodium.passwordHash(PASSWORD, PasswordCost.DEFAULT))
        .startsWith("$argon2id$v=19$m=19456,t=2,p=1$")
        .hasSizeLessThan(128)
        .doesNotContain("correct");
  }

  @Test
  void saltsEveryHash() {
    assertThat(sodium.passwordHash(PASSWORD, CHEAP))
        .isNotEqualTo(sodium.passwordHash(PASSWORD, CHEAP));
  }

  @Test
  void asksForARehashWhenTheCostChanged() {
    String stored = sodium.passwordHash(PASSWORD, CHEAP);

    assertThat(sodium.passwordNeedsRehash(stored, CHEAP)).isFalse();
    assertThat(sodium.passwordNeedsRehash(stored, new PasswordCost(64 << 10, 2))).isTrue();
    assertThat(sodium.passwordNeedsRehash(stored, PasswordCost.DEFAULT)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "$argon2id$", "plain", "$argon2id$v=19$m=19456,t=2,p=1$AAAA$AAAA"})
  void matchesNothingWithAMalformedString(String stored) {
    assertThat(sodium.passwordMatches(stored, PASSWORD)).isFalse();
  }

  @Test
  void matchesNothingWithAnOverlongString() {
    String overlong = "$argon2id$" + "A".repeat(200);

    assertThat(sodium.passwordMatches(overlong, PASSWORD)).isFalse();
    assertThat(sodium.passwordNeedsRehash(overlong, CHEAP)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"8191,1", "8589934592,1", "65536,0", "65536,65"})
  void refusesCostsOutsideTheLimits(long memoryBytes, long passes) {
    assertThatThrownBy(() -> new PasswordCost(memoryBytes, passes))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
