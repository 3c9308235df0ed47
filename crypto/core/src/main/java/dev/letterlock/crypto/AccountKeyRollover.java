package dev.letterlock.crypto;

import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import dev.letterlock.crypto.primitive.Ed25519PublicKey;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.KeyFault;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import dev.letterlock.crypto.primitive.Signature;
import java.nio.ByteBuffer;

/**
 * The old account key's word for the new one, 96 bytes: {@code newAIK 32 | Sig(oldAIK,
 * "E1:aik-roll", newAIK || listHash)}, where listHash is that of the last list under the old key;
 * docs/E2EE.md §2.2 and 2.10a.
 */
public record AccountKeyRollover(Ed25519PublicKey newKey, Signature signature) {

  public static final int SIZE = 96;

  /**
   * Reads a rollover without judging its signature.
   *
   * @throws KeyRejectedException with {@link KeyFault#BAD_LENGTH}
   */
  public static AccountKeyRollover parse(byte[] encoded) {
    StructureReader in = new StructureReader("account key rollover", encoded).requireSize(SIZE);
    return new AccountKeyRollover(in.signingKey(), in.signature());
  }

  /** Signs the step from {@code oldKey}, whose last list is {@code last}, to {@code newKey}. */
  public static AccountKeyRollover issue(
      E1 e1, Ed25519KeyPair oldKey, Ed25519PublicKey newKey, DeviceList last) {
    byte[] body = body(newKey, last.listHash(e1));
    return new AccountKeyRollover(newKey, e1.sign(oldKey, Label.ACCOUNT_KEY_ROLLOVER, body));
  }

  /** All 96 bytes. */
  public byte[] encode() {
    ByteBuffer out = ByteBuffer.allocate(SIZE);
    newKey.writeTo(out);
    signature.writeTo(out);
    return out.array();
  }

  /**
   * Checks that {@code after} follows {@code before}, from the old account key to the new.
   *
   * @throws KeyRejectedException with {@link KeyFault#WRONG_OWNER}, {@link
   *     KeyFault#BAD_LIST_VERSION}, {@link KeyFault#BAD_PREVIOUS_HASH}, {@link
   *     KeyFault#ACCOUNT_KEY_CHANGED} (the list is under a third key) or {@link
   *     KeyFault#BAD_SIGNATURE}
   */
  public void requireFollows(E1 e1, DeviceList before, DeviceList after) {
    after.requireChained(e1, before);
    if (!after.accountKey().equals(newKey)) {
      throw new KeyRejectedException(
          KeyFault.ACCOUNT_KEY_CHANGED, "account key: another (expected: that of the rollover)");
    }
    byte[] body = body(newKey, before.listHash(e1));
    e1.requireSignature(before.accountKey(), Label.ACCOUNT_KEY_ROLLOVER, signature, body);
  }

  private static byte[] body(Ed25519PublicKey newKey, Hash32 lastListHash) {
    ByteBuffer out = ByteBuffer.allocate(Ed25519PublicKey.SIZE + Hash32.SIZE);
    newKey.writeTo(out);
    lastListHash.writeTo(out);
    return out.array();
  }
}
