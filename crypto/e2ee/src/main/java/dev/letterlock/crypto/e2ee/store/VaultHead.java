package dev.letterlock.crypto.e2ee.store;

import dev.letterlock.crypto.e2ee.primitive.Argon2id;
import dev.letterlock.crypto.e2ee.primitive.XChaCha20Poly1305;
import dev.letterlock.crypto.primitive.Octets;
import dev.letterlock.crypto.primitive.PasswordCost;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The first 109 bytes of a vault's file: {@code "E1VAULT" 7 | ver u16=1 | memory u64 | passes u32 |
 * salt 16 | nonce 24 | AE(passphrase's key, nonce, all before, file key) 48}.
 *
 * @param cost of Argon2id; at most 1 GiB and 16 passes
 */
record VaultHead(PasswordCost cost, Octets salt, Octets nonce, Octets sealedKey) {

  static final int SIZE = 109;
  static final int SEALED_KEY_SIZE = XChaCha20Poly1305.KEY_SIZE + XChaCha20Poly1305.TAG_SIZE;

  private static final byte[] MAGIC = "E1VAULT".getBytes(StandardCharsets.US_ASCII);
  private static final short VERSION = 1;
  private static final int BOUND_SIZE = SIZE - SEALED_KEY_SIZE;

  /**
   * @throws VaultException with {@link VaultFault#NOT_A_VAULT}, {@link VaultFault#BAD_VERSION} or
   *     {@link VaultFault#DAMAGED}
   */
  static VaultHead parse(byte[] encoded) {
    if (encoded.length != SIZE
        || !Arrays.equals(encoded, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new VaultException(
          VaultFault.NOT_A_VAULT, "head: " + encoded.length + " B (expected: those of a vault)");
    }
    ByteBuffer in = ByteBuffer.wrap(encoded).position(MAGIC.length);
    short version = in.getShort();
    if (version != VERSION) {
      throw new VaultException(
          VaultFault.BAD_VERSION, "vault version: " + version + " (expected: 1)");
    }
    PasswordCost cost = cost(in.getLong(), in.getInt());
    return new VaultHead(
        cost,
        take(in, Argon2id.SALT_SIZE),
        take(in, XChaCha20Poly1305.NONCE_SIZE),
        take(in, SEALED_KEY_SIZE));
  }

  byte[] encode() {
    byte[] encoded = new byte[SIZE];
    ByteBuffer out = ByteBuffer.wrap(encoded).put(bound());
    sealedKey.writeTo(out);
    return encoded;
  }

  /** What the sealed key is bound to: everything before it. */
  byte[] bound() {
    ByteBuffer out = ByteBuffer.allocate(BOUND_SIZE);
    out.put(MAGIC).putShort(VERSION).putLong(cost.memoryBytes()).putInt((int) cost.passes());
    salt.writeTo(out);
    nonce.writeTo(out);
    return out.array();
  }

  private static PasswordCost cost(long memory, int passes) {
    return BoundedCost.of(memory, passes)
        .orElseThrow(
            () -> new VaultException(VaultFault.DAMAGED, "cost: out of range (expected: within)"));
  }

  private static Octets take(ByteBuffer in, int size) {
    byte[] field = new byte[size];
    in.get(field);
    return Octets.of(field);
  }
}
