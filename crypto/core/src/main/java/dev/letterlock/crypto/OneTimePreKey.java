package dev.letterlock.crypto;

import dev.letterlock.crypto.primitive.KeyFault;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import dev.letterlock.crypto.primitive.X25519PublicKey;
import java.nio.ByteBuffer;

/**
 * An X25519 pre-key (OPK) that is handed out once; 36 bytes, {@code id u32 | pub 32}, unsigned as
 * the handshake binds it: docs/E2EE.md §2.3.
 *
 * @param id unsigned, not zero
 */
public record OneTimePreKey(int id, X25519PublicKey key) {

  public static final int SIZE = 36;

  public OneTimePreKey {
    PreKeyIds.requireNonZero(id);
  }

  /**
   * Reads a pre-key.
   *
   * @throws KeyRejectedException with {@link KeyFault#BAD_LENGTH}, {@link KeyFault#BAD_ID} or
   *     {@link KeyFault#NON_CANONICAL_POINT}
   */
  public static OneTimePreKey parse(byte[] encoded) {
    StructureReader in = new StructureReader("one-time pre-key", encoded).requireSize(SIZE);
    return new OneTimePreKey(in.u32(), in.agreementKey());
  }

  /** All 36 bytes. */
  public byte[] encode() {
    ByteBuffer out = ByteBuffer.allocate(SIZE).putInt(id);
    key.writeTo(out);
    return out.array();
  }
}
