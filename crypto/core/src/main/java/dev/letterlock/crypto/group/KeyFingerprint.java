package dev.letterlock.crypto.group;

import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.Label;
import dev.letterlock.crypto.StructureReader;
import dev.letterlock.crypto.primitive.Ed25519PublicKey;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What a group state pins of a member's account key: the first 16 bytes of {@code H("E1:aikfp",
 * AIK)}; docs/E2EE.md §2.10a.
 *
 * @param high the first eight bytes
 * @param low the others
 */
public record KeyFingerprint(long high, long low) {

  public static final int SIZE = 16;

  /** The fingerprint of an account key. */
  public static KeyFingerprint of(E1 e1, Ed25519PublicKey accountKey) {
    byte[] hash = e1.hash(Label.ACCOUNT_KEY_FINGERPRINT, accountKey.toByteArray()).toByteArray();
    ByteBuffer first = ByteBuffer.wrap(Arrays.copyOf(hash, SIZE));
    return new KeyFingerprint(first.getLong(), first.getLong());
  }

  static KeyFingerprint read(StructureReader in) {
    return new KeyFingerprint(in.u64(), in.u64());
  }

  void writeTo(ByteBuffer out) {
    out.putLong(high).putLong(low);
  }
}
