package dev.letterlock.crypto.e2ee.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.letterlock.crypto.AccountKeyRollover;
import dev.letterlock.crypto.CipherSuite;
import dev.letterlock.crypto.DeviceAddress;
import dev.letterlock.crypto.DeviceEntry;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.prekey.OwnDevice;
import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import dev.letterlock.crypto.primitive.KeyFault;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import dev.letterlock.crypto.primitive.Sodium;
import dev.letterlock.testing.SettableClock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeviceListPinsTest {

  private final E1 e1 = new E1(Sodium.load());
  private final UUID user = new UUID(5, 5);
  private final Ed25519KeyPair accountKey = e1.sodium().signingKeyPair();
  private final Ed25519KeyPair newKey = e1.sodium().signingKeyPair();
  private final OwnDevice phone = device(1);
  private final OwnDevice laptop = device(2);
  private final DeviceList one = DeviceList.first(e1, accountKey, user, 1, entries(phone));
  private final DeviceList two = one.next(e1, accountKey, 2, entries(phone, laptop));
  private final DeviceList three = two.next(e1, accountKey, 3, entries(phone));
  private final DeviceList otherTwo = one.next(e1, accountKey, 2, entries(laptop));
  private final DeviceList reset = one.next(e1, newKey, 2, entries(laptop));
  private final DeviceListPins pins = DeviceListPins.first(e1, user, one);

  @Test
  void trustsOnlyDevicesThatTheListNames() {
    assertThat(pins.trust(e1, phone.cert()).certHash()).isEqualTo(phone.certHash());
    assertDistrusted(TrustFault.NOT_LISTED, pins, laptop);

    DeviceListPins later = observe(pins, two).pins();
    assertThat(later.trust(e1, laptop.cert()).listVersion()).isEqualTo(2);
    assertDistrusted(TrustFault.NOT_LISTED, observe(later, three).pins(), laptop);
  }

  @Test
  void distrustsTheSameDeviceUnderAnotherCertificate() {
    assertDistrusted(TrustFault.NOT_LISTED, pins, device(1));
  }

  @Test
  void advancesAlongTheChain() {
    assertThat(observe(pins, one)).isEqualTo(new PinOutcome.Unchanged(pins));
    assertThat(observe(pins, two))
        .asInstanceOf(type(PinOutcome.Advanced.class))
        .matches(advanced -> !advanced.skipped())
        .matches(advanced -> advanced.pins().list().equals(two));
    assertThat(observe(pins, three))
        .asInstanceOf(type(PinOutcome.Advanced.class))
        .matches(PinOutcome.Advanced::skipped);
  }

  @Test
  void alarmsWhenTheServerGoesBack() {
    DeviceListPins later = observe(pins, two).pins();

    PinOutcome outcome = observe(later, one);

    assertAlarm(PinAlarm.ROLLBACK, outcome, later);
  }

  @Test
  void provesASplitView() {
    DeviceListPins later = observe(pins, two).pins();

    ListEvidence evidence =
        assertAlarm(PinAlarm.SPLIT_VIEW, observe(later, otherTwo), later).orElseThrow();

    ListEvidence exported = ListEvidence.decode(evidence.encode());
    assertThat(exported).isEqualTo(evidence);
    assertThat(exported.holds(e1)).isTrue();
    assertThat(new ListEvidence(one, two).holds(e1)).isFalse();
    assertThat(new ListEvidence(two, two).holds(e1)).isFalse();
    assertThat(new ListEvidence(two, forged(otherTwo)).holds(e1)).isFalse();
  }

  @Test
  void provesAChainThatIsBroken() {
    DeviceListPins elsewhere = observe(pins, otherTwo).pins();

    ListEvidence evidence =
        assertAlarm(PinAlarm.BROKEN_CHAIN, observe(elsewhere, three), elsewhere).orElseThrow();

    assertThat(evidence.holds(e1)).isTrue();
    assertThat(evidence.accountKey()).isEqualTo(one.accountKey());
  }

  /** Anybody can sign a list of anybody under a key of his own. */
  @Test
  void provesNothingByAListUnderAnotherKey() {
    DeviceListPins later = observe(pins, two).pins();
    DeviceList ofSomebodyElse = one.next(e1, newKey, 3, entries(phone));
    DeviceListPins elsewhere = observe(pins, otherTwo).pins();
    DeviceList unconnected = two.next(e1, newKey, 4, entries(phone));

    assertThat(new ListEvidence(two, ofSomebodyElse).holds(e1)).isFalse();
    assertThat(new ListEvidence(otherTwo, unconnected).holds(e1)).isFalse();
    assertThat(assertAlarm(PinAlarm.SPLIT_VIEW, observe(later, ofSomebodyElse), later)).isEmpty();
    assertThat(assertAlarm(PinAlarm.BROKEN_CHAIN, observe(elsewhere, unconnected), elsewhere))
        .isEmpty();
  }

  @Test
  void staysWithThePinnedListWhenAResetIsRejected() {
    DeviceListPins waiting = observe(pins.verify(), reset).pins();

    DeviceListPins kept = waiting.reject(e1);

    assertThat(kept.list()).isEqualTo(one);
    assertThat(kept.isVerified()).isTrue();
    assertThat(kept.pendingReset()).isEmpty();
    assertThat(kept.trust(e1, phone.cert()).listVersion()).isEqualTo(1);
    assertDistrusted(TrustFault.NOT_LISTED, kept, laptop);
    assertThat(DeviceListPins.decode(kept.encode())).isEqualTo(kept).isNotEqualTo(pins.verify());
    assertThat(pins.reject(e1)).isSameAs(pins);
  }

  @Test
  void tellsNothingMoreOfARejectedListButOfEveryOther() {
    DeviceListPins kept = observe(pins.verify(), reset).pins().reject(e1);

    assertThat(observe(kept, reset)).isEqualTo(new PinOutcome.Unchanged(kept));

    DeviceList another = one.next(e1, newKey, 3, entries(phone));
    DeviceListPins again = observe(kept, another).pins();
    assertThat(again.pendingReset()).contains(another);
    assertThat(observe(again, reset)).isEqualTo(new PinOutcome.Unchanged(again));

    DeviceListPins later = observe(again.reject(e1), two).pins();
    assertThat(later.list()).isEqualTo(two);
    assertThat(later.isVerified()).isTrue();
    assertThat(observe(later, another)).isEqualTo(new PinOutcome.Unchanged(later));
  }

  @Test
  void remembersABoundedNumberOfRejectedLists() {
    DeviceListPins kept = pins.verify();
    for (int created = 2; created < 22; created++) {
      kept = observe(kept, one.next(e1, newKey, created, entries(phone))).pins().reject(e1);
    }

    assertThat(kept.encode()).hasSizeLessThan(2_160);
    assertThat(observe(kept, one.next(e1, newKey, 21, entries(phone))))
        .isEqualTo(new PinOutcome.Unchanged(kept));
    assertThat(observe(kept, one.next(e1, newKey, 2, entries(phone))))
        .isInstanceOf(PinOutcome.AccountKeyReset.class);
  }

  @Test
  void provesNothingByListsThatNobodySigned() {
    assertThatExceptionOfType(KeyRejectedException.class)
        .isThrownBy(() -> observe(pins, forged(two)))
        .matches(e -> e.fault() == KeyFault.BAD_SIGNATURE);
  }

  @Test
  void refusesTheListOfAnotherUser() {
    DeviceList stranger = DeviceList.first(e1, accountKey, new UUID(6, 6), 1, entries(phone));

    assertThatExceptionOfType(KeyRejectedException.class)
        .isThrownBy(() -> observe(pins, stranger))
        .matches(e -> e.fault() == KeyFault.WRONG_OWNER);
    assertThatExceptionOfType(KeyRejectedException.class)
        .isThrownBy(() -> DeviceListPins.first(e1, user, stranger))
        .matches(e -> e.fault() == KeyFault.WRONG_OWNER);
  }

  @Test
  void followsARolloverAndStaysVerified() {
    AccountKeyRollover rollover = AccountKeyRollover.issue(e1, accountKey, newKey.publicKey(), one);

    PinOutcome outcome = pins.verify().observe(e1, reset, rollover);

    assertThat(outcome).isInstanceOf(PinOutcome.RolledOver.class);
    assertThat(outcome.pins().isVerified()).isTrue();
    assertThat(outcome.pins().accountKey()).isEqualTo(newKey.publicKey());
  }

  @Test
  void takesARolloverByAnotherKeyForAReset() {
    AccountKeyRollover forged = AccountKeyRollover.issue(e1, newKey, newKey.publicKey(), one);

    assertThat(pins.observe(e1, reset, forged)).isInstanceOf(PinOutcome.AccountKeyReset.class);
  }

  @Test
  void warnsOfAResetOfAnUnverifiedContact() {
    PinOutcome outcome = observe(pins, reset);

    assertThat(outcome).isInstanceOf(PinOutcome.AccountKeyReset.class);
    assertThat(outcome.pins().trust(e1, laptop.cert())).isNotNull();
  }

  @Test
  void goesBackToAListThatNobodyComparedWhenTheNewKeyIsRejected() {
    DeviceListPins followed = observe(pins, reset).pins();
    DeviceListPins later = observe(followed, reset.next(e1, newKey, 3, entries(laptop))).pins();
    assertThat(later.replaced()).contains(one);

    DeviceListPins back = later.reject(e1);

    assertThat(back.list()).isEqualTo(one);
    assertThat(back.isVerified()).isFalse();
    assertDistrusted(TrustFault.NOT_LISTED, back, laptop);
    assertThat(observe(back, later.list())).isEqualTo(new PinOutcome.Unchanged(back));
    assertThat(observe(back, two).pins().list()).isEqualTo(two);
    DeviceListPins asked = observe(back, reset).pins();
    assertThat(asked.pendingReset()).contains(reset);
    assertDistrusted(TrustFault.KEY_CHANGE_UNACKNOWLEDGED, asked, phone);
    assertThat(DeviceListPins.decode(asked.encode())).isEqualTo(asked);
  }

  @Test
  void goesBackNoMoreOnceAWordWasSaid() {
    DeviceListPins followed = observe(pins, reset).pins();
    assertThat(DeviceListPins.decode(followed.encode())).isEqualTo(followed);

    assertThat(followed.acknowledge().reject(e1)).isEqualTo(followed.acknowledge());
    assertThat(followed.verify().reject(e1)).isEqualTo(followed.verify());
    assertThat(followed.acknowledge().list()).isEqualTo(reset);
    assertThat(followed.verify().isVerified()).isTrue();
  }

  /** However often it changes before anybody looks. */
  @Test
  void goesBackToTheKeyFromBeforeTheFirstChange() {
    DeviceListPins followed = observe(pins, reset).pins();
    DeviceList third = reset.next(e1, e1.sodium().signingKeyPair(), 3, entries(phone));

    assertThat(observe(followed, third).pins().reject(e1).list()).isEqualTo(one);
  }

  @Test
  void blocksAVerifiedContactUntilTheResetIsAcknowledged() {
    DeviceListPins blocked = observe(pins.verify(), reset).pins();

    assertDistrusted(TrustFault.KEY_CHANGE_UNACKNOWLEDGED, blocked, phone);
    assertDistrusted(TrustFault.KEY_CHANGE_UNACKNOWLEDGED, blocked, laptop);
    assertThat(blocked.pendingReset()).contains(reset);

    DeviceListPins after = blocked.acknowledge();
    assertThat(after.trust(e1, laptop.cert())).isNotNull();
    assertThat(after.isVerified()).isFalse();
  }

  @Test
  void watchesTheChainOfAResetThatWaits() {
    DeviceListPins blocked = observe(pins.verify(), reset).pins();
    DeviceList next = reset.next(e1, newKey, 3, entries(laptop, phone));

    assertThat(observe(blocked, reset)).isEqualTo(new PinOutcome.Unchanged(blocked));
    assertThat(observe(blocked, next))
        .asInstanceOf(type(PinOutcome.AccountKeyReset.class))
        .matches(outcome -> outcome.pins().pendingReset().orElseThrow().equals(next));
    assertAlarm(PinAlarm.SPLIT_VIEW, observe(blocked, two), blocked);
    assertAlarm(PinAlarm.ROLLBACK, observe(blocked, one), blocked);
  }

  @Test
  void neverFollowsAResetOfTheOwnAccount() {
    DeviceList later = reset.next(e1, newKey, 3, entries(laptop));

    assertAlarm(PinAlarm.OWN_KEY_REPLACED, pins.observeOwn(e1, reset, null), pins);
    assertAlarm(PinAlarm.OWN_KEY_REPLACED, pins.observeOwn(e1, later, null), pins);
    AccountKeyRollover forged = AccountKeyRollover.issue(e1, newKey, newKey.publicKey(), one);
    assertAlarm(PinAlarm.OWN_KEY_REPLACED, pins.observeOwn(e1, reset, forged), pins);
  }

  @Test
  void followsItsOwnListsAndRollovers() {
    AccountKeyRollover rollover = AccountKeyRollover.issue(e1, accountKey, newKey.publicKey(), one);

    assertThat(pins.observeOwn(e1, one, null)).isEqualTo(new PinOutcome.Unchanged(pins));
    assertThat(pins.observeOwn(e1, two, null)).isInstanceOf(PinOutcome.Advanced.class);
    assertThat(pins.observeOwn(e1, reset, rollover)).isInstanceOf(PinOutcome.RolledOver.class);
  }

  @Test
  void survivesItsEncoding() {
    DeviceListPins blocked = observe(pins.verify(), reset).pins();

    assertThat(DeviceListPins.decode(pins.encode())).isEqualTo(pins).hasSameHashCodeAs(pins);
    assertThat(DeviceListPins.decode(blocked.encode())).isEqualTo(blocked).isNotEqualTo(pins);
  }

  @Test
  void explainsEveryAlarm() {
    assertThat(PinAlarm.values()).allMatch(alarm -> alarm.explanation().endsWith("."));
    assertThat(TrustFault.values()).allMatch(fault -> fault.explanation().endsWith("."));
  }

  private PinOutcome observe(DeviceListPins before, DeviceList shown) {
    return observe(before, shown, null);
  }

  private PinOutcome observe(
      DeviceListPins before, DeviceList shown, @Nullable AccountKeyRollover rollover) {
    return before.observe(e1, shown, rollover);
  }

  private static DeviceList forged(DeviceList list) {
    return new DeviceList(
        list.user(),
        list.version(),
        list.previous(),
        list.accountKey(),
        list.created() + 1,
        list.entries(),
        list.signature());
  }

  private OwnDevice device(int number) {
    return OwnDevice.generate(
        e1, CipherSuite.HYBRID, new DeviceAddress(user, number, 1), new SettableClock());
  }

  private List<DeviceEntry> entries(OwnDevice... devices) {
    return List.of(devices).stream().map(device -> DeviceEntry.of(e1, device.cert())).toList();
  }

  private static Optional<ListEvidence> assertAlarm(
      PinAlarm alarm, PinOutcome outcome, DeviceListPins before) {
    assertThat(outcome).isInstanceOf(PinOutcome.Alarmed.class);
    PinOutcome.Alarmed alarmed = (PinOutcome.Alarmed) outcome;
    assertThat(alarmed.alarm()).isEqualTo(alarm);
    assertThat(alarmed.pins()).isEqualTo(before);
    return alarmed.evidence();
  }

  private void assertDistrusted(TrustFault fault, DeviceListPins by, OwnDevice device) {
    assertThatExceptionOfType(TrustRejectedException.class)
        .isThrownBy(() -> by.trust(e1, device.cert()))
        .matches(e -> e.fault() == fault, fault.name());
  }
}
