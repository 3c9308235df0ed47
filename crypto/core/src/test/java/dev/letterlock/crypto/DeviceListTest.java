package dev.letterlock.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.KeyFault;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceListTest {

  private final Account account = new Account();
  private final E1 e1 = account.e1;
  private final DeviceEntry phone = DeviceEntry.of(e1, account.cert);
  private final DeviceEntry laptop = DeviceEntry.of(e1, account.newDevice(8));
  private final DeviceList first = list(account.user, List.of(phone));
  private final DeviceList second = next(first, account.accountKey, List.of(phone, laptop));

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 16})
  void readsWhatItSigned(int devices) {
    DeviceList list = list(account.user, entries(devices));

    DeviceList read = DeviceList.parse(list.encode());

    read.verify(e1);
    assertThat(read).isEqualTo(list);
    assertThat(list.encode()).hasSize(98 + 41 * devices + 64);
    assertThat(list.encode().length).isLessThanOrEqualTo(DeviceList.MAX_SIZE);
  }

  @Test
  void chainsOneListToTheNext() {
    first.requireFirst();
    second.verify(e1);
    second.requireFollows(e1, first);

    assertThat(second.version()).isEqualTo(2);
    assertThat(second.previous()).isEqualTo(first.listHash(e1));
  }

  /** docs/E2EE.md §2.10a: without the signature, so that it is settled before signing. */
  @Test
  void hashesTheListWithoutItsSignature() {
    DeviceList otherwiseSigned =
        new DeviceList(
            first.user(),
            first.version(),
            first.previous(),
            first.accountKey(),
            first.created(),
            first.entries(),
            second.signature());

    assertThat(otherwiseSigned.listHash(e1)).isEqualTo(first.listHash(e1));
  }

  @Test
  void refusesEveryOtherLength() {
    KeyFaults.assertStrictLength(second.encode(), DeviceList::parse);
  }

  @Test
  void refusesEveryFlippedBit() {
    KeyFaults.assertEveryBitCounts(
        second.encode(), encoded -> DeviceList.parse(encoded).verify(e1));
  }

  @Test
  void refusesSeventeenDevicesBeforeReadingThem() {
    byte[] encoded = first.encode();
    encoded[97] = 17;

    KeyFaults.assertRejected(KeyFault.TOO_MANY_DEVICES, () -> DeviceList.parse(encoded));
    KeyFaults.assertRejected(KeyFault.TOO_MANY_DEVICES, () -> list(account.user, entries(17)));
  }

  @Test
  void refusesOneDeviceTwice() {
    KeyFaults.assertRejected(
        KeyFault.DUPLICATE_DEVICE, () -> list(account.user, List.of(phone, phone)));
    byte[] encoded = second.encode();
    System.arraycopy(encoded, 98, encoded, 98 + DeviceEntry.SIZE, Integer.BYTES);
    KeyFaults.assertRejected(KeyFault.DUPLICATE_DEVICE, () -> DeviceList.parse(encoded));
  }

  @Test
  void refusesFlags() {
    byte[] encoded = first.encode();
    encoded[98 + DeviceEntry.SIZE - 1] = 1;

    KeyFaults.assertRejected(KeyFault.BAD_FLAGS, () -> DeviceList.parse(encoded));
  }

  @Test
  void refusesToBeginInTheMiddle() {
    KeyFaults.assertRejected(KeyFault.BAD_LIST_VERSION, second::requireFirst);
    DeviceList withPast = moved(first, 1, second.listHash(e1));
    KeyFaults.assertRejected(KeyFault.BAD_PREVIOUS_HASH, withPast::requireFirst);
  }

  @Test
  void refusesWhatDoesNotFollow() {
    DeviceList stranger = list(new UUID(1, 1), List.of(phone));
    DeviceList fork = moved(second, 2, Hash32.ZERO);
    DeviceList skipping = moved(second, 3, first.listHash(e1));
    DeviceList underNewKey = next(first, e1.sodium().signingKeyPair(), List.of(phone));

    KeyFaults.assertRejected(KeyFault.WRONG_OWNER, () -> second.requireFollows(e1, stranger));
    KeyFaults.assertRejected(KeyFault.BAD_LIST_VERSION, () -> first.requireFollows(e1, first));
    KeyFaults.assertRejected(KeyFault.BAD_LIST_VERSION, () -> skipping.requireFollows(e1, first));
    KeyFaults.assertRejected(KeyFault.BAD_PREVIOUS_HASH, () -> fork.requireFollows(e1, first));
    KeyFaults.assertRejected(
        KeyFault.ACCOUNT_KEY_CHANGED, () -> underNewKey.requireFollows(e1, first));
  }

  @Test
  void rollsOverToAnotherAccountKey() {
    try (Ed25519KeyPair newKey = e1.sodium().signingKeyPair()) {
      DeviceList under = next(first, newKey, List.of(phone));

      AccountKeyRollover rollover = rollover(account.accountKey, newKey, first);

      AccountKeyRollover.parse(rollover.encode()).requireFollows(e1, first, under);
      assertThat(rollover.encode()).hasSize(AccountKeyRollover.SIZE);
      KeyFaults.assertStrictLength(rollover.encode(), AccountKeyRollover::parse);
      KeyFaults.assertEveryBitCounts(
          rollover.encode(),
          encoded -> AccountKeyRollover.parse(encoded).requireFollows(e1, first, under));
    }
  }

  @Test
  void refusesARolloverThatTheOldKeyDidNotSign() {
    try (Ed25519KeyPair newKey = e1.sodium().signingKeyPair()) {
      DeviceList under = next(first, newKey, List.of(phone));

      KeyFaults.assertRejected(
          KeyFault.BAD_SIGNATURE,
          () -> rollover(newKey, newKey, first).requireFollows(e1, first, under));
      KeyFaults.assertRejected(
          KeyFault.BAD_SIGNATURE,
          () -> rollover(account.accountKey, newKey, second).requireFollows(e1, first, under));
      KeyFaults.assertRejected(
          KeyFault.ACCOUNT_KEY_CHANGED,
          () ->
              rollover(account.accountKey, account.signingKey, first)
                  .requireFollows(e1, first, under));
    }
  }

  private AccountKeyRollover rollover(
      Ed25519KeyPair oldKey, Ed25519KeyPair newKey, DeviceList last) {
    return AccountKeyRollover.issue(e1, oldKey, newKey.publicKey(), last);
  }

  private DeviceList list(UUID user, List<DeviceEntry> entries) {
    return DeviceList.first(e1, account.accountKey, user, Account.CREATED, entries);
  }

  private DeviceList next(DeviceList before, Ed25519KeyPair key, List<DeviceEntry> entries) {
    return before.next(e1, key, Account.CREATED + 1, entries);
  }

  private static DeviceList moved(DeviceList list, long version, Hash32 previous) {
    return new DeviceList(
        list.user(),
        version,
        previous,
        list.accountKey(),
        list.created(),
        list.entries(),
        list.signature());
  }

  private List<DeviceEntry> entries(int count) {
    List<DeviceEntry> entries = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      entries.add(new DeviceEntry(i, -i, phone.certHash()));
    }
    return entries;
  }
}
