package dev.letterlock.crypto.e2ee.link;

import dev.letterlock.crypto.CipherSuite;
import dev.letterlock.crypto.DeviceAddress;
import dev.letterlock.crypto.DeviceCert;
import dev.letterlock.crypto.DeviceEntry;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.crypto.primitive.Sodium;
import dev.letterlock.crypto.primitive.X25519KeyPair;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * What docs/vectors/e1-links.json tells: an account with a laptop links a phone, and hands it the
 * pins of two contacts. Every secret is of one byte.
 */
final class LinkWorld {

  static final int ACCOUNT_KEY = 0x61;
  static final int LINK_KEY = 0x64;
  static final int EPHEMERAL = 0x65;
  static final int NONCE = 0x66;

  private static final long CREATED = 1_700_000_000_000L;
  private static final UUID LINK = UUID.fromString("11111111-2222-4333-8444-555555555555");

  final E1 e1 = new E1(Sodium.load());
  final UUID user = UUID.fromString("0b0b0b0b-0000-4000-8000-000000000001");
  final DeviceCert laptop = cert(user, 1, 0x62);
  final DeviceCert phone = cert(user, 2, 0x63);
  final DeviceList before =
      DeviceList.first(
          e1, signing(ACCOUNT_KEY), user, CREATED, List.of(DeviceEntry.of(e1, laptop)));
  final DeviceList admitting =
      before.next(
          e1,
          signing(ACCOUNT_KEY),
          CREATED + 1000,
          List.of(DeviceEntry.of(e1, laptop), DeviceEntry.of(e1, phone)));
  final LinkCode code = new LinkCode(LINK, agreement(LINK_KEY).publicKey(), phone.certHash(e1));
  final LinkParcel parcel =
      new LinkParcel(
          admitting,
          List.of(new SharedPin(contact(0x71), true), new SharedPin(contact(0x72), false)));

  /** The first device's end. */
  LinkChannel laptopsEnd() {
    return LinkChannel.ofFirstDevice(e1, user, code, phone, agreement(EPHEMERAL));
  }

  /** The new device's end. */
  LinkChannel phonesEnd() {
    return LinkChannel.ofNewDevice(e1, code, agreement(LINK_KEY), agreement(EPHEMERAL).publicKey());
  }

  byte[] sealed(LinkParcel any) {
    try (LinkChannel channel = laptopsEnd()) {
      return channel.seal(any, filled(NONCE, 24));
    }
  }

  /** The list of somebody else, whose account key is of that byte. */
  DeviceList contact(int filler) {
    UUID owner = new UUID(filler, filler);
    DeviceEntry entry = DeviceEntry.of(e1, cert(owner, 1, filler + 0x10));
    return DeviceList.first(e1, signing(filler), owner, CREATED, List.of(entry));
  }

  DeviceCert cert(UUID owner, int device, int filler) {
    return DeviceCert.issue(
        e1,
        signing(filler),
        CipherSuite.HYBRID,
        new DeviceAddress(owner, device, 100 + device),
        agreement(filler).publicKey(),
        CREATED);
  }

  Ed25519KeyPair signing(int filler) {
    return e1.sodium().signingKeyPair(secret(filler));
  }

  X25519KeyPair agreement(int filler) {
    return e1.sodium().agreementKeyPair(secret(filler));
  }

  private static SecretBytes secret(int filler) {
    return SecretBytes.copyOf(filled(filler, 32));
  }

  static byte[] filled(int filler, int size) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) filler);
    return bytes;
  }
}
