package dev.letterlock.crypto.e2ee.prekey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.KemPreKey;
import dev.letterlock.crypto.OneTimePreKey;
import dev.letterlock.crypto.SignedPreKey;
import dev.letterlock.crypto.e2ee.store.VaultChanges;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.crypto.primitive.Sodium;
import dev.letterlock.testing.SettableClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PreKeyMakerTest {

  private final E1 e1 = new E1(Sodium.load());
  private final OwnDevice own = VectorDevices.receiver(e1);
  private final SettableClock clock = new SettableClock();
  private final PreKeyMaker maker = new PreKeyMaker(e1, own, clock, new SecureRandom());

  @Test
  void makesWhatIsMissingAtTheServer() {
    PreKeyMaker.Made made = maker.replenish(OwnPreKeys.none(), 97, 18);

    assertThat(made.upload().oneTimePreKeys()).hasSize(3);
    assertThat(made.upload().kemPreKeys()).hasSize(2).allMatch(this::isSigned);
    assertThat(made.keys().oneTimeCount()).isEqualTo(3);
    assertThat(made.keys().kemOneTimeCount()).isEqualTo(2);
  }

  @Test
  void givesEveryKeyAnIdOfItsOwn() {
    PreKeyMaker.Made made = maker.replenish(OwnPreKeys.none(), 0, 0);

    assertThat(
            Stream.concat(
                made.upload().oneTimePreKeys().stream().map(OneTimePreKey::id),
                made.upload().kemPreKeys().stream().map(KemPreKey::id)))
        .hasSize(120)
        .doesNotHaveDuplicates();
  }

  @Test
  void rotatesWhenTheIntervalIsOver() {
    assertThat(maker.rotationDue(OwnPreKeys.none(), PreKeyMaker.MOST_ROTATION)).isTrue();
    OwnPreKeys keys = maker.rotate(OwnPreKeys.none()).keys();
    assertThat(maker.rotationDue(keys, PreKeyMaker.LEAST_ROTATION)).isFalse();

    clock.pass(PreKeyMaker.LEAST_ROTATION);
    assertThat(maker.rotationDue(keys, PreKeyMaker.LEAST_ROTATION)).isTrue();
    assertThat(maker.rotationDue(keys, PreKeyMaker.MOST_ROTATION)).isFalse();
  }

  /** Else a contact could leave no room for the handshakes of others until the interval is over. */
  @Test
  void rotatesEarlyWhenHalfOfItsHandshakesAreSeen() {
    OwnPreKeys keys = maker.rotate(OwnPreKeys.none()).keys();
    OwnPreKeys less = seen(keys, SignedSecret.MAX_EPHEMERALS / 2 - 1);
    OwnPreKeys worn = seen(keys, SignedSecret.MAX_EPHEMERALS / 2);

    clock.pass(PreKeyMaker.LEAST_EARLY.minusMillis(1));
    assertThat(maker.rotationDue(worn, PreKeyMaker.LEAST_ROTATION)).isFalse();
    clock.pass(Duration.ofMillis(1));
    assertThat(maker.rotationDue(less, PreKeyMaker.LEAST_ROTATION)).isFalse();
    assertThat(maker.rotationDue(worn, PreKeyMaker.LEAST_ROTATION)).isTrue();
    assertThat(maker.rotationDue(maker.rotate(worn).keys(), PreKeyMaker.LEAST_ROTATION)).isFalse();
  }

  @Test
  void rotatesWhatAClockFarAheadMade() {
    clock.pass(PreKeyMaker.MOST_ROTATION.multipliedBy(50));
    OwnPreKeys keys = maker.rotate(OwnPreKeys.none()).keys();

    clock.pass(PreKeyMaker.MOST_ROTATION.multipliedBy(-49));

    assertThat(maker.rotationDue(keys, PreKeyMaker.MOST_ROTATION)).isTrue();
  }

  private OwnPreKeys seen(OwnPreKeys keys, int handshakes) {
    OwnPreKeys.Copies copies = keys.copies();
    for (int i = 0; i < handshakes; i++) {
      copies.signed().getLast().ephemerals().add(Hash32.of(e1.sodium().randomBytes(32)));
    }
    return copies.toKeys();
  }

  /** As a stranger could make them grow. */
  @Test
  void fitsIntoOneRecordOfTheKeyStoreWhateverItHasSeen() {
    OwnPreKeys keys = OwnPreKeys.none();
    while (keys.oneTimeCount() < OwnPreKeys.MAX_ONE_TIME
        || keys.kem().size() < OwnPreKeys.MAX_KEM) {
      keys = maker.replenish(keys, 0, 0).keys();
    }
    while (keys.signed().size() < OwnPreKeys.MAX_SIGNED) {
      keys = maker.rotate(keys).keys();
      int id = keys.signed().getLast().publicHalf().id();
      keys = seen(keys, SignedSecret.MAX_EPHEMERALS);
      assertThat(keys.signed(id)).isNotNull();
    }

    assertThat(keys.encode()).hasSizeLessThan(VaultChanges.MAX_VALUE);
  }

  @Test
  void wipesWhatItDrops() {
    OwnPreKeys keys = maker.rotate(maker.rotate(OwnPreKeys.none()).keys()).keys();
    OwnPreKeys.Copies copies = keys.copies();
    SecretBytes replaced = copies.signed().getFirst().secretHalf();

    copies.dropReplacedBefore(Long.MAX_VALUE);

    assertThatIllegalStateException().isThrownBy(replaced::revealCopy);
    assertThat(copies.signed()).hasSize(1);
  }

  @Test
  void keepsReplacedSecretsForThirtyDays() {
    PreKeyMaker.Made first = maker.rotate(OwnPreKeys.none());
    SignedPreKey signed = Objects.requireNonNull(first.upload().signedPreKey());
    KemPreKey lastResort = first.upload().kemPreKeys().getFirst();
    clock.pass(Duration.ofDays(7));
    OwnPreKeys second = maker.rotate(first.keys()).keys();
    clock.pass(PreKeyMaker.KEPT);
    OwnPreKeys third = maker.rotate(second).keys();
    clock.pass(Duration.ofMillis(1));
    OwnPreKeys fourth = maker.rotate(third).keys();

    assertThat(third.signed(signed.id())).isNotNull();
    assertThat(third.kem(lastResort.id())).isNotNull();
    assertThat(fourth.signed(signed.id())).isNull();
    assertThat(fourth.kem(lastResort.id())).isNull();
  }

  @Test
  void offersWhatWasMadeOnceMore() {
    PreKeyMaker.Made first = maker.rotate(OwnPreKeys.none());
    PreKeyMaker.Made more = maker.replenish(first.keys(), 98, 18);
    PreKeyMaker.Made second = maker.rotate(more.keys());
    PreKeyUpload both = first.upload().and(more.upload());

    assertThat(maker.upload(second.keys(), both.ids())).isEqualTo(both);
    assertThat(maker.upload(second.keys(), second.upload().ids())).isEqualTo(second.upload());
  }

  @Test
  void boundsWhatIsNeverUsed() {
    OwnPreKeys keys = OwnPreKeys.none();
    for (int i = 0; i < 6; i++) {
      keys = maker.replenish(keys, 0, 0).keys();
    }

    assertThat(keys.oneTimeCount()).isEqualTo(OwnPreKeys.MAX_ONE_TIME);
    assertThat(keys.kemOneTimeCount()).isEqualTo(OwnPreKeys.MAX_KEM);
  }

  /** Somebody may claim a key and never use it: its secret would open what was recorded. */
  @Test
  void dropsTheSecretOfAClaimedKemKeyAfterThirtyDays() {
    PreKeyMaker.Made made = maker.replenish(maker.rotate(OwnPreKeys.none()).keys(), 100, 15);
    List<Integer> ids = made.upload().kemPreKeys().stream().map(KemPreKey::id).toList();
    OwnPreKeys noted = Objects.requireNonNull(maker.noteClaimed(made.keys(), 3));

    clock.pass(PreKeyMaker.KEPT);
    OwnPreKeys still = maker.replenish(noted, 100, 20).keys();
    clock.pass(Duration.ofMillis(1));
    OwnPreKeys dropped = maker.replenish(still, 100, 20).keys();

    assertThat(still.kemOneTimeCount()).isEqualTo(5);
    assertThat(dropped.kem(ids.get(0))).isNull();
    assertThat(dropped.kem(ids.get(1))).isNull();
    assertThat(dropped.kem(ids.get(2))).isNotNull();
    assertThat(dropped.kemOneTimeCount()).isEqualTo(3);
    assertThat(dropped.kem()).anyMatch(KemSecret::isLastResort);
  }

  @Test
  void takesBackWhatAnOldCountMadeItBelieve() {
    OwnPreKeys keys = maker.replenish(OwnPreKeys.none(), 100, 15).keys();
    OwnPreKeys noted = Objects.requireNonNull(maker.noteClaimed(keys, 1));

    assertThat(maker.noteClaimed(keys, 5)).isNull();
    assertThat(maker.noteClaimed(noted, 1)).isNull();
    assertThat(Objects.requireNonNull(maker.noteClaimed(noted, 5)).encode())
        .isEqualTo(keys.encode());
  }

  @Test
  void survivesItsEncoding() {
    OwnPreKeys keys = maker.replenish(maker.rotate(OwnPreKeys.none()).keys(), 90, 15).keys();

    OwnPreKeys decoded = OwnPreKeys.decode(keys.encode());

    assertThat(decoded.encode()).isEqualTo(keys.encode());
    assertThat(decoded.toString()).isEqualTo("OwnPreKeys[1, 10, 6]");
  }

  @Test
  void sharesNoSecretWithTheValueBefore() {
    OwnPreKeys before = maker.rotate(OwnPreKeys.none()).keys();
    OwnPreKeys after = maker.replenish(before, 99, 19).keys();
    byte[] encoded = after.encode();

    before.close();

    assertThat(after.encode()).isEqualTo(encoded);
  }

  private boolean isSigned(KemPreKey key) {
    key.verify(e1, own.cert());
    return true;
  }
}
