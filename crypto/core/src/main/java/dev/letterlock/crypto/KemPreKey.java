package dev.letterlock.crypto;

import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import dev.letterlock.crypto.primitive.KemPublicKey;
import dev.letterlock.crypto.primitive.KeyFault;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import dev.letterlock.crypto.primitive.Signature;
import java.nio.ByteBuffer;

/**
 * An ML-KEM-768 pre-key that a device signs: docs/E2EE.md §2.3. Encoded as in bundles, 1,261 bytes:
 * {@code id u32 | kind u8 | created u64 | ek 1184 | signature 64}; the signature also covers the
 * device's address, which stands in its certificate (§2.10a).
 *
 * @param id unsigned, not zero
 * @param created milliseconds since 1970
 */
public record KemPreKey(int id, Kind kind, long created, KemPublicKey key, Signature signature) {

  public static final int SIZE = 1261;

  private static final int SIGNED = 1221;

  /** How often a KEM pre-key may be handed out. */
  public enum Kind {
    /** Once. */
    ONE_TIME(1),
    /** Whenever no one-time key is left. */
    LAST_RESORT(2);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    /** The byte on the wire. */
    public int code() {
      return code;
    }

    static Kind of(int code) {
      return switch (code) {
        case 1 -> ONE_TIME;
        case 2 -> LAST_RESORT;
        default ->
            throw new KeyRejectedException(
                KeyFault.BAD_KIND, "kind: " + code + " (expected: 1 or 2)");
      };
    }
  }

  public KemPreKey {
    PreKeyIds.requireNonZero(id);
  }

  /**
   * Reads a pre-key without judging its signature; the key itself is checked.
   *
   * @throws KeyRejectedException with {@link KeyFault#BAD_LENGTH}, {@link KeyFault#BAD_ID}, {@link
   *     KeyFault#BAD_KIND} or {@link KeyFault#BAD_KEM_KEY}
   */
  public static KemPreKey parse(byte[] encoded) {
    StructureReader in = new StructureReader("KEM pre-key", encoded).requireSize(SIZE);
    return new KemPreKey(in.u32(), Kind.of(in.u8()), in.u64(), in.kemKey(), in.signature());
  }

  /** Signs a pre-key of the device at {@code address}. */
  public static KemPreKey issue(
      E1 e1,
      Ed25519KeyPair signingKey,
      DeviceAddress address,
      int id,
      Kind kind,
      long created,
      KemPublicKey key) {
    byte[] body = body(address, id, kind, created, key);
    return new KemPreKey(id, kind, created, key, e1.sign(signingKey, Label.KEM_PRE_KEY, body));
  }

  /** All 1,261 bytes of the bundle form. */
  public byte[] encode() {
    ByteBuffer out = ByteBuffer.allocate(SIZE);
    out.putInt(id).put((byte) kind.code()).putLong(created);
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
    byte[] body = body(owner.address(), id, kind, created, key);
    e1.requireSignature(owner.signingKey(), Label.KEM_PRE_KEY, signature, body);
  }

  private static byte[] body(
      DeviceAddress address, int id, Kind kind, long created, KemPublicKey key) {
    ByteBuffer out = ByteBuffer.allocate(SIGNED);
    address.writeTo(out);
    out.putInt(id).put((byte) kind.code()).putLong(created);
    key.writeTo(out);
    return out.array();
  }
}
