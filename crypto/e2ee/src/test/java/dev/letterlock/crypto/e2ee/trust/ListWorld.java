package dev.letterlock.crypto.e2ee.trust;

import dev.letterlock.crypto.AccountKeyRollover;
import dev.letterlock.crypto.CipherSuite;
import dev.letterlock.crypto.DeviceAddress;
import dev.letterlock.crypto.DeviceCert;
import dev.letterlock.crypto.DeviceEntry;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.crypto.primitive.Sodium;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * What docs/vectors/e1-lists.json tells: an account begins with one device, adds a second, changes
 * its key, and ends with as many devices as it may have. All of it follows from fixed seeds.
 */
final class ListWorld {

  static final long CREATED = 1_700_000_000_000L;

  /** One of the account's keys, its seed all of one byte. */
  enum AccountKey {
    OLD(0x11),
    NEW(0x12),
    STRANGER(0x13);

    final int seedByte;

    AccountKey(int seedByte) {
      this.seedByte = seedByte;
    }
  }

  /** A device, both of its secrets of one byte each. */
  record Device(String name, int number, int signingByte, int agreementByte) {}

  static final Device LAPTOP = new Device("laptop", 7, 0x21, 0x22);
  static final Device PHONE = new Device("phone", 2, 0x23, 0x24);

  final E1 e1 = new E1(Sodium.load());
  final UUID user = UUID.fromString("0a0a0a0a-0000-4000-8000-000000000001");
  final DeviceEntry laptop = DeviceEntry.of(e1, cert(LAPTOP));
  final DeviceEntry phone = DeviceEntry.of(e1, cert(PHONE));
  final DeviceList first =
      DeviceList.first(e1, key(AccountKey.OLD), user, CREATED, List.of(laptop));
  final DeviceList second =
      first.next(e1, key(AccountKey.OLD), CREATED + 1000, List.of(laptop, phone));
  final AccountKeyRollover rollover =
      AccountKeyRollover.issue(e1, key(AccountKey.OLD), key(AccountKey.NEW).publicKey(), second);
  final DeviceList third = second.next(e1, key(AccountKey.NEW), CREATED + 2000, List.of(phone));
  final DeviceList fourth = third.next(e1, key(AccountKey.NEW), CREATED + 3000, sixteen());
  final List<DeviceList> chain = List.of(first, second, third, fourth);

  Ed25519KeyPair key(AccountKey key) {
    return pair(key.seedByte);
  }

  DeviceCert cert(Device device) {
    return DeviceCert.issue(
        e1,
        pair(device.signingByte()),
        CipherSuite.HYBRID,
        new DeviceAddress(user, device.number(), 100 + device.number()),
        e1.sodium().agreementKeyPair(seed(device.agreementByte())).publicKey(),
        CREATED);
  }

  /** Nobody but the owner decides in which order devices stand. */
  private List<DeviceEntry> sixteen() {
    List<DeviceEntry> entries = new ArrayList<>(List.of(phone, laptop));
    for (int device = 30; entries.size() < DeviceList.MAX_DEVICES; device--) {
      entries.add(new DeviceEntry(device, device, Hash32.of(filled(device))));
    }
    return entries;
  }

  private Ed25519KeyPair pair(int filler) {
    return e1.sodium().signingKeyPair(seed(filler));
  }

  private static SecretBytes seed(int filler) {
    return SecretBytes.copyOf(filled(filler));
  }

  private static byte[] filled(int filler) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) filler);
    return bytes;
  }
}
