package dev.letterlock.crypto.e2ee.group;

import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.group.GroupMember;
import dev.letterlock.crypto.group.GroupSigner;
import dev.letterlock.crypto.group.KeyFingerprint;
import dev.letterlock.crypto.group.MemberRole;
import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.util.Arrays;
import java.util.UUID;

/**
 * A user of the vectors with fixed keys: both seeds consist of one byte each.
 *
 * @param accountFiller of the account key's seed
 * @param deviceFiller of the device key's seed
 */
record Person(E1 e1, String name, UUID user, int device, int accountFiller, int deviceFiller) {

  Ed25519KeyPair accountKey() {
    return pair(accountFiller);
  }

  Ed25519KeyPair deviceKey() {
    return pair(deviceFiller);
  }

  GroupSigner signer() {
    return new GroupSigner(user, device);
  }

  GroupMember as(MemberRole role) {
    return new GroupMember(user, role, KeyFingerprint.of(e1, accountKey().publicKey()));
  }

  static SecretBytes seed(int filler) {
    byte[] seed = new byte[32];
    Arrays.fill(seed, (byte) filler);
    return SecretBytes.copyOf(seed);
  }

  private Ed25519KeyPair pair(int filler) {
    return e1.sodium().signingKeyPair(seed(filler));
  }
}
