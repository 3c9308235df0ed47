package dev.letterlock.crypto.e2ee.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.letterlock.crypto.AccountKeyRollover;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.state.StateRejectedException;
import dev.letterlock.crypto.group.KeyFingerprint;
import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import dev.letterlock.crypto.primitive.Sodium;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class KeyLineageTest {

  private final E1 e1 = new E1(Sodium.load());
  private final Ed25519KeyPair oldest = e1.sodium().signingKeyPair();
  private final Ed25519KeyPair old = e1.sodium().signingKeyPair();
  private final Ed25519KeyPair current = e1.sodium().signingKeyPair();
  private final DeviceList first = DeviceList.first(e1, oldest, new UUID(1, 1), 1, List.of());
  private final DeviceList second = first.next(e1, old, 2, List.of());
  private final DeviceList third = second.next(e1, old, 3, List.of());
  private final DeviceList fourth = third.next(e1, current, 4, List.of());
  private final AccountKeyRollover toOld =
      AccountKeyRollover.issue(e1, oldest, old.publicKey(), first);
  private final AccountKeyRollover toCurrent =
      AccountKeyRollover.issue(e1, old, current.publicKey(), third);
  private final KeyLineage fresh = KeyLineage.of(e1, current.publicKey());

  @Test
  void goesBackAsFarAsEachKeyWasVouchedFor() {
    KeyLineage whole =
        fresh
            .reachingTo(e1, third, fourth, toCurrent)
            .reachingTo(e1, second, third, null)
            .reachingTo(e1, first, second, toOld);

    assertThat(whole.current()).isEqualTo(print(current));
    assertThat(whole.keys()).containsExactly(print(current), print(old), print(oldest));
    assertThat(whole.has(print(oldest))).isTrue();
    assertThat(fresh.has(print(old))).isFalse();
  }

  @Test
  void endsWhereNothingVouchesForAKey() {
    assertThatThrownBy(() -> fresh.reachingTo(e1, third, fourth, null))
        .isInstanceOf(KeyRejectedException.class);
    assertThatThrownBy(() -> fresh.reachingTo(e1, third, fourth, toOld))
        .isInstanceOf(KeyRejectedException.class);
    AccountKeyRollover byAnother = AccountKeyRollover.issue(e1, oldest, current.publicKey(), third);
    assertThatThrownBy(() -> fresh.reachingTo(e1, third, fourth, byAnother))
        .isInstanceOf(KeyRejectedException.class);
  }

  @Test
  void believesNoListThatTheNewerOneDoesNotName() {
    DeviceList another = second.next(e1, old, 33, List.of());

    assertThatThrownBy(() -> fresh.reachingTo(e1, another, fourth, toCurrent))
        .isInstanceOf(KeyRejectedException.class);
    assertThatThrownBy(
            () -> fresh.reachingTo(e1, third, fourth, toCurrent).reachingTo(e1, first, third, null))
        .isInstanceOf(KeyRejectedException.class);
  }

  @Test
  void goesOnWithEachRollover() {
    KeyLineage lineage = KeyLineage.of(e1, old.publicKey()).rolledOverTo(print(current));

    assertThat(lineage.keys()).containsExactly(print(current), print(old));
    assertThat(KeyLineage.decode(lineage.encode())).isEqualTo(lineage);
    KeyLineage longest = lineage;
    for (int i = 0; i < 100; i++) {
      longest = longest.rolledOverTo(new KeyFingerprint(i, i));
    }
    assertThat(longest.keys()).hasSize(64).contains(new KeyFingerprint(99, 99));
    assertThat(KeyLineage.decode(longest.encode())).isEqualTo(longest);
  }

  @Test
  void refusesDamagedBytes() {
    byte[] none = {1, 0};
    byte[] cut = {1, 1, 0};

    assertThatThrownBy(() -> KeyLineage.decode(none)).isInstanceOf(StateRejectedException.class);
    assertThatThrownBy(() -> KeyLineage.decode(cut)).isInstanceOf(StateRejectedException.class);
    assertThatThrownBy(() -> new KeyLineage(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private KeyFingerprint print(Ed25519KeyPair key) {
    return KeyFingerprint.of(e1, key.publicKey());
  }
}
