package dev.letterlock.crypto;

import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import dev.letterlock.crypto.primitive.KeyFault;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import dev.letterlock.crypto.primitive.Signature;
import dev.letterlock.crypto.primitive.X25519PublicKey;
import java.nio.ByteBuffer;

/**
 * The X25519 pre-key (SPK) that a device signs and rotates: docs/E2EE.md §2.3. Encoded as in
 * bundles, 108 bytes: {@code id u32 | created u64 | pub 32 | signature 64}; the signature also
 * covers the device's address, which stands in its certificate (§2.10a).
 *
 * @param id unsigned, not zero
 * @param created milliseconds since 1970
 */
public record SignedPreKey(int id, long created, X25519PublicKey key, Signature signature) {

  public static final int SIZE = 108;

  private static final int SIGNED = 68;

  public SignedPreKey {
    PreKeyIds.requireNonZero(id);
  }

  /**
   * Reads a pre-key without judging its signature.
   *
   * @throws KeyRejectedException with {@link KeyFault#BAD_LENGTH}, {@link KeyFault#BAD_ID} or
   *     {@link KeyFault#NON_CANONICAL_POINT}
   */
  public static SignedPreKey parse(byte[] encoded) {
    StructureReader in = new StructureReader("signed pre-key", encoded).requireSize(SIZE);
    return new SignedPreKey(in.u32(), in.u64(), in.agreementKey(), in.signature());
  }

  /** Signs a pre-key of the device at {@code address}. */
  public static SignedPreKey issue(
      E1 e1,
      Ed25519KeyPair signingKey,
      DeviceAddress address,
      int id,
      long created,
      X25519PublicKey key) {
    byte[] body = body(address, id, created, key);
    return new SignedPreKey(id, created, key, e1.sign(signingKey, Label.SIGNED_PRE_KEY, body));
  }

  /** All 108 bytes of the bundle form. */
  public byte[] encode() {
    ByteBuffer out = ByteBuffer.allocate(SIZE);
    out.putInt(id).putLong(created);
    key.writeTo(out);
    signature.writeTo(out);
    return out.array();
  }

  /**
   * Checks that the device of {@code owner} signed this.
   *
   * @throws KeyRejectedException with {@link KeyFault#BAD_SIGNATURE}
   */
  public void verify(E1 e1, DeviceCert owner) {
    byte[] body = body(owner.address(), id, created, key);
    e1.requireSignature(owner.signingKey(), Label.SIGNED_PRE_KEY, signature, body);
  }

  private static byte[] body(DeviceAddress address, int id, long created, X25519PublicKey key) {
    ByteBuffer out = ByteBuffer.allocate(SIGNED);
    address.writeTo(out);
    out.putInt(id).putLong(created);
    key.writeTo(out);
    return out.array();
  }
}
