package dev.letterlock.crypto;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.letterlock.crypto.primitive.KeyFault;
import dev.letterlock.crypto.primitive.Sodium;
import dev.letterlock.crypto.primitive.X25519PublicKey;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyChecksTest {

  private static final Instant NOW = Instant.ofEpochMilli(Account.CREATED);
  private static final long TEN_MINUTES = 600_000;

  private final KeyChecks checks = new KeyChecks(Sodium.load());

  /** The points of small order with a canonical encoding: orders 4, 1, 8, 8 and 2. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
      })
  void refusesEveryPointOfLowOrder(String u) {
    X25519PublicKey key = X25519PublicKey.of(HexFormat.of().parseHex(u));

    KeyFaults.assertRejected(KeyFault.LOW_ORDER_POINT, () -> checks.requireUsable(key));
  }

  @Test
  void acceptsHonestKeys() {
    X25519PublicKey key = Sodium.load().agreementKeyPair().publicKey();

    assertThatCode(() -> checks.requireUsable(key)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(longs = {-TEN_MINUTES, 0, TEN_MINUTES})
  void acceptsTimesWithinTenMinutes(long offset) {
    assertThatCode(() -> KeyChecks.requireFresh(Account.CREATED + offset, NOW))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(longs = {-TEN_MINUTES - 1, TEN_MINUTES + 1})
  void refusesTimesFurtherAway(long offset) {
    KeyFaults.assertRejected(
        KeyFault.CLOCK_SKEW, () -> KeyChecks.requireFresh(Account.CREATED + offset, NOW));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE})
  void refusesTimesAtTheEdgesOfTheRange(long created) {
    KeyFaults.assertRejected(KeyFault.CLOCK_SKEW, () -> KeyChecks.requireFresh(created, NOW));
  }
}
