package dev.letterlock.crypto.e2ee.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import dev.letterlock.crypto.primitive.PasswordCost;
import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.crypto.primitive.Sodium;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A recovery file opens as a whole, with its passphrase, or not at all (docs/E2EE.md §2.2). */
class RecoveryFileTest {

  private static final E1 E = new E1(Sodium.load());
  private static final UUID USER = new UUID(7, 8);
  private static final SecretBytes PASSPHRASE = secret("staple");
  private static final Ed25519KeyPair KEY = E.sodium().signingKeyPair();

  private final RecoveryFile file =
      RecoveryFile.seal(E, USER, KEY, PASSPHRASE, RecoveryVectors.CHEAP);

  @Test
  void givesTheKeyBack() {
    RecoveryFile read = RecoveryFile.parse(file.encode());

    assertThat(file.encode()).hasSize(RecoveryFile.SIZE);
    assertThat(read).isEqualTo(file);
    assertThat(read.user()).isEqualTo(USER);
    try (Ed25519KeyPair opened = read.open(E, PASSPHRASE)) {
      assertThat(opened.publicKey()).isEqualTo(KEY.publicKey());
    }
  }

  @Test
  void isSealedAnewEachTime() {
    RecoveryFile again = RecoveryFile.seal(E, USER, KEY, PASSPHRASE, RecoveryVectors.CHEAP);

    assertThat(again.salt()).isNotEqualTo(file.salt());
    assertThat(again.nonce()).isNotEqualTo(file.nonce());
    assertThat(again.box()).isNotEqualTo(file.box());
  }

  /** Flips in all but the box make another key of the box, another form, or another cost. */
  @Test
  void refusesEveryFlippedByte() {
    for (int at = 0; at < RecoveryFile.SIZE; at++) {
      byte[] bytes = file.encode();
      bytes[at] ^= 1;
      RecoveryFault fault = fault(bytes, PASSPHRASE);

      assertThat(fault).as("byte " + at).isEqualTo(expected(at, fault));
    }
  }

  private static RecoveryFault expected(int at, RecoveryFault found) {
    if (at < 7) {
      return RecoveryFault.NOT_A_RECOVERY_FILE;
    }
    if (at < 9) {
      return RecoveryFault.BAD_VERSION;
    }
    boolean inTheCost = at >= 25 && at < 37;
    return inTheCost && found == RecoveryFault.TOO_COSTLY ? found : RecoveryFault.NOT_OPENED;
  }

  @Test
  void refusesEveryOtherLength() {
    for (int length = 1; length < 2 * RecoveryFile.SIZE; length++) {
      if (length != RecoveryFile.SIZE) {
        assertThat(fault(Arrays.copyOf(file.encode(), length), PASSPHRASE))
            .as(length + " bytes")
            .isEqualTo(RecoveryFault.BAD_LENGTH);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "stapl", "staple ", "Staple"})
  void refusesAnotherPassphrase(String typed) {
    assertThat(fault(file.encode(), secret(typed))).isEqualTo(RecoveryFault.NOT_OPENED);
  }

  @Test
  void isNotSealedUnderNothing() {
    assertThatThrownBy(() -> RecoveryFile.seal(E, USER, KEY, secret(""), RecoveryVectors.CHEAP))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("passphrase: empty (expected: some)");
  }

  /** The limits themselves are taken, as reading costs nothing. */
  @Test
  void readsTheGreatestCostAndNoGreaterOne() {
    PasswordCost greatest = new PasswordCost(1L << 30, 16);
    RecoveryFile costly = new RecoveryFile(USER, greatest, file.salt(), file.nonce(), file.box());
    PasswordCost more = new PasswordCost((1L << 30) + 1, 16);
    RecoveryFile tooCostly = new RecoveryFile(USER, more, file.salt(), file.nonce(), file.box());

    assertThat(RecoveryFile.parse(costly.encode())).isEqualTo(costly);
    assertThat(fault(tooCostly.encode(), PASSPHRASE)).isEqualTo(RecoveryFault.TOO_COSTLY);
    try (Ed25519KeyPair key = E.sodium().signingKeyPair()) {
      assertThatThrownBy(() -> RecoveryFile.seal(E, USER, key, PASSPHRASE, more))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("cost");
    }
  }

  private static RecoveryFault fault(byte[] bytes, SecretBytes passphrase) {
    try (Ed25519KeyPair key = RecoveryFile.parse(bytes).open(E, passphrase)) {
      throw new AssertionError("opened: " + key.publicKey());
    } catch (RecoveryRejectedException e) {
      return e.fault();
    }
  }

  private static SecretBytes secret(String text) {
    return SecretBytes.copyOf(text.getBytes(StandardCharsets.UTF_8));
  }
}
