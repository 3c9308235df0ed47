package dev.letterlock.crypto.primitive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicKeysTest {

  private static final String MIDDLE_ONES = "ff".repeat(30);

  /** 2^255-19, every value up to 2^255-1, and values with the top bit set. */
  @ParameterizedTest
  @CsvSource({"ed,7f", "ee,7f", "f1,7f", "ff,7f", "00,80", "09,80", "ec,ff", "ff,ff"})
  void refusesNonCanonicalPoints(String first, String last) {
    String middle = last.equals("80") ? "00".repeat(30) : MIDDLE_ONES;
    byte[] u = HexFormat.of().parseHex(first + middle + last);

    assertRejected(KeyFault.NON_CANONICAL_POINT, () -> X25519PublicKey.of(u));
  }

  @ParameterizedTest
  @CsvSource({"ec,7f", "00,7f", "ff,7e", "ed,7e"})
  void acceptsTheLargestCanonicalPoints(String first, String last) {
    byte[] u = HexFormat.of().parseHex(first + MIDDLE_ONES + last);

    assertThat(X25519PublicKey.of(u).toByteArray()).isEqualTo(u);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 15, 30})
  void looksAtEveryByteOfAPointNearTheTop(int lower) {
    byte[] u = HexFormat.of().parseHex("ff" + MIDDLE_ONES + "7f");
    u[lower] = (byte) 0xfe;

    assertThat(X25519PublicKey.of(u).toByteArray()).isEqualTo(u);
  }

  @ParameterizedTest
  @CsvSource({
    "0,3328,true",
    "0,3329,false",
    "767,3328,true",
    "767,3329,false",
    "767,4095,false",
    "384,3329,false",
    "1,4095,false"
  })
  void judgesEveryCoefficientOfAKemKey(int index, int value, boolean good) {
    byte[] key = withCoefficient(index, value);

    if (good) {
      assertThat(KemPublicKey.of(key).toByteArray()).isEqualTo(key);
    } else {
      assertRejected(KeyFault.BAD_KEM_KEY, () -> KemPublicKey.of(key));
    }
  }

  @Test
  void leavesTheSeedOfAKemKeyFree() {
    byte[] key = new byte[KemPublicKey.SIZE];
    Arrays.fill(key, 1152, KemPublicKey.SIZE, (byte) 0xff);

    assertThat(KemPublicKey.of(key).toByteArray()).isEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 31, 33})
  void refusesKeysOfAnotherLength(int length) {
    byte[] bytes = new byte[length];

    assertRejected(KeyFault.BAD_LENGTH, () -> X25519PublicKey.of(bytes));
    assertRejected(KeyFault.BAD_LENGTH, () -> Ed25519PublicKey.of(bytes));
    assertRejected(KeyFault.BAD_LENGTH, () -> Hash32.of(bytes));
    assertRejected(KeyFault.BAD_LENGTH, () -> Signature.of(bytes));
    assertRejected(KeyFault.BAD_LENGTH, () -> KemPublicKey.of(bytes));
  }

  @Test
  void isEqualByValueAndDeafToItsSource() {
    byte[] source = new byte[32];
    Ed25519PublicKey key = Ed25519PublicKey.of(source);
    source[0] = 1;
    key.toByteArray()[1] = 1;

    assertThat(key).isEqualTo(Ed25519PublicKey.of(new byte[32]));
    assertThat(key).hasSameHashCodeAs(Ed25519PublicKey.of(new byte[32]));
    assertThat(key).isNotEqualTo(Ed25519PublicKey.of(source));
  }

  private static byte[] withCoefficient(int index, int value) {
    byte[] key = new byte[KemPublicKey.SIZE];
    int at = index / 2 * 3;
    if (index % 2 == 0) {
      key[at] = (byte) value;
      key[at + 1] = (byte) (value >>> 8);
    } else {
      key[at + 1] = (byte) (value << 4);
      key[at + 2] = (byte) (value >>> 4);
    }
    return key;
  }

  private static void assertRejected(KeyFault fault, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            KeyRejectedException.class, e -> assertThat(e.fault()).isEqualTo(fault));
  }
}
