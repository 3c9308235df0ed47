package dev.letterlock.crypto;

import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import dev.letterlock.crypto.primitive.Sodium;
import dev.letterlock.crypto.primitive.X25519KeyPair;
import java.util.UUID;

/** One user with an account key and one device, fresh for each test. */
final class Account {

  static final long CREATED = 1_700_000_000_000L;

  final E1 e1 = new E1(Sodium.load());
  final UUID user = new UUID(0xa1a1a1a1a1a1a1a1L, 0xb2b2b2b2b2b2b2b2L);
  final Ed25519KeyPair accountKey = e1.sodium().signingKeyPair();
  final Ed25519KeyPair signingKey = e1.sodium().signingKeyPair();
  final X25519KeyPair agreementKey = e1.sodium().agreementKeyPair();
  final DeviceCert cert = newDevice(7);

  /** Another certificate with the same keys. */
  DeviceCert newDevice(int device) {
    DeviceAddress address = new DeviceAddress(user, device, 0x90000000 + device);
    return DeviceCert.issue(
        e1, signingKey, CipherSuite.HYBRID, address, agreementKey.publicKey(), CREATED);
  }
}
