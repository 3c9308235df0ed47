package dev.letterlock.crypto.e2ee;

import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.Label;
import dev.letterlock.crypto.PayloadSizes;
import dev.letterlock.crypto.e2ee.primitive.XChaCha20Poly1305;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Wraps a content encryption key for one device: the 93-byte record of docs/E2EE.md §2.5, {@code
 * header 45 | AE(wk, wn, header || ph, CEK) 48} with {@code wk || wn = KDF(MK, "E1:wrap", header ||
 * ph, 56)}. As the payload hash feeds the key, a message key used twice by a restored state still
 * gives another key and nonce. Safe for any thread.
 */
public final class RecordWrap {

  private static final int KEYS_SIZE = XChaCha20Poly1305.KEY_SIZE + XChaCha20Poly1305.NONCE_SIZE;

  private final E1 e1;
  private final XChaCha20Poly1305 cipher;

  public RecordWrap(E1 e1, XChaCha20Poly1305 cipher) {
    this.e1 = e1;
    this.cipher = cipher;
  }

  /**
   * Wraps a key.
   *
   * @param messageKey MK, 32 bytes, for this header only
   * @param payloadHash ph of the slice that the key opens
   * @param cek 32 bytes
   * @return 93 bytes
   */
  public byte[] wrap(
      SecretBytes messageKey, RecordHeader header, Hash32 payloadHash, SecretBytes cek) {
    byte[] bound = bound(header, payloadHash);
    byte[] record = Arrays.copyOf(bound, PayloadSizes.RECORD);
    try (SecretBytes keys = e1.kdf(messageKey, Label.RECORD_WRAP, KEYS_SIZE, bound)) {
      cipher.seal(
          wrapKey(keys),
          wrapNonce(keys),
          MemorySegment.ofArray(bound),
          cek.revealView(),
          sealed(record));
    }
    return record;
  }

  /**
   * Unwraps the key of one record.
   *
   * @param messageKey MK, as the record's header demands
   * @param payloadHash ph of the slice that came with the record
   * @return the 32-byte CEK
   * @throws OpenRejectedException with {@link OpenFault#BAD_TAG}, or as {@link RecordHeader#parse}
   */
  public SecretBytes unwrap(SecretBytes messageKey, byte[] record, Hash32 payloadHash) {
    byte[] bound = bound(RecordHeader.parse(record), payloadHash);
    byte[] cek = new byte[PayloadSlice.CEK_SIZE];
    try (SecretBytes keys = e1.kdf(messageKey, Label.RECORD_WRAP, KEYS_SIZE, bound)) {
      if (!cipher.open(
          wrapKey(keys),
          wrapNonce(keys),
          MemorySegment.ofArray(bound),
          sealed(record),
          MemorySegment.ofArray(cek))) {
        throw new OpenRejectedException(OpenFault.BAD_TAG, "record: tag (expected: authentic)");
      }
      return SecretBytes.copyOf(cek);
    } finally {
      Arrays.fill(cek, (byte) 0);
    }
  }

  private static byte[] bound(RecordHeader header, Hash32 payloadHash) {
    ByteBuffer bound = ByteBuffer.allocate(RecordHeader.SIZE + Hash32.SIZE);
    header.writeTo(bound);
    payloadHash.writeTo(bound);
    return bound.array();
  }

  private static MemorySegment wrapKey(SecretBytes keys) {
    return keys.revealView().asSlice(0, XChaCha20Poly1305.KEY_SIZE);
  }

  private static MemorySegment wrapNonce(SecretBytes keys) {
    return keys.revealView().asSlice(XChaCha20Poly1305.KEY_SIZE);
  }

  private static MemorySegment sealed(byte[] record) {
    return MemorySegment.ofArray(record).asSlice(RecordHeader.SIZE);
  }
}
