package dev.letterlock.crypto.e2ee.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.primitive.KeyFault;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import dev.letterlock.crypto.primitive.Sodium;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SafetyNumberTest {

  private final E1 e1 = new E1(Sodium.load());
  private final AccountIdentity anna = fresh(new UUID(1, 1));
  private final AccountIdentity bert = fresh(new UUID(2, 2));

  @Test
  void isTheSameForBoth() {
    assertThat(SafetyNumber.of(e1, anna, bert)).isEqualTo(SafetyNumber.of(e1, bert, anna));
    assertThat(SafetyNumber.of(e1, anna, bert).digits()).matches("[0-9]{60}");
  }

  @Test
  void changesWithAnyKeyAndAnyUser() {
    SafetyNumber number = SafetyNumber.of(e1, anna, bert);

    assertThat(SafetyNumber.of(e1, anna, fresh(bert.user()))).isNotEqualTo(number);
    assertThat(SafetyNumber.of(e1, fresh(anna.user()), bert)).isNotEqualTo(number);
    AccountIdentity other = new AccountIdentity(new UUID(3, 3), bert.accountKey());
    assertThat(SafetyNumber.of(e1, anna, other)).isNotEqualTo(number);
  }

  @Test
  void isReadAloudInThreeLines() {
    SafetyNumber number = new SafetyNumber("0123456789".repeat(6));

    assertThat(number.inGroups())
        .isEqualTo("01234 56789 01234 56789\n01234 56789 01234 56789\n01234 56789 01234 56789");
  }

  @Test
  void matchesTheCodeThatTheOtherOneShows() {
    SafetyCode mine = new SafetyCode(anna, bert);
    SafetyCode theirs = SafetyCode.parse(new SafetyCode(bert, anna).encode());

    assertThat(mine.matches(theirs)).isTrue();
    assertThat(mine.matches(new SafetyCode(fresh(bert.user()), anna))).isFalse();
    assertThat(mine.matches(new SafetyCode(bert, fresh(anna.user())))).isFalse();
    assertThat(mine.matches(mine)).isFalse();
  }

  /** R12: a code for linking a device is of another kind. */
  @Test
  void refusesACodeOfAnotherKind() {
    byte[] linking = new SafetyCode(anna, bert).encode();
    linking[2] = 'L';

    assertRejected(KeyFault.BAD_KIND, linking);
    linking[2] = 'S';
    linking[3] = 2;
    assertRejected(KeyFault.BAD_VERSION, linking);
    assertRejected(KeyFault.BAD_LENGTH, Arrays.copyOf(linking, 99));
  }

  private static void assertRejected(KeyFault fault, byte[] scanned) {
    assertThatThrownBy(() -> SafetyCode.parse(scanned))
        .isInstanceOfSatisfying(
            KeyRejectedException.class, e -> assertThat(e.fault()).isEqualTo(fault));
  }

  private AccountIdentity fresh(UUID user) {
    return new AccountIdentity(user, e1.sodium().signingKeyPair().publicKey());
  }
}
