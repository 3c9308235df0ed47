package dev.letterlock.crypto.e2ee;

import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.Label;
import dev.letterlock.crypto.PayloadSizes;
import dev.letterlock.crypto.e2ee.primitive.XChaCha20Poly1305;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * Payload slice v1, which all devices of a message share: docs/E2EE.md §2.6. Layout: {@code u8=1 |
 * nonce 24 | kc 32 | AE(pk, nonce, first 57 bytes, padded content)} with {@code pk || kc = KDF(CEK,
 * "E1:payload", nonce, 64)}. The commitment kc ties the slice to one key, so that no two devices
 * can be shown different content. Safe for any thread; arrays given stay the caller's.
 */
public final class PayloadSlice {

  /** The length of a content encryption key. */
  public static final int CEK_SIZE = 32;

  private static final byte VERSION = 1;
  private static final int NONCE_AT = 1;
  private static final int COMMITMENT_AT = NONCE_AT + XChaCha20Poly1305.NONCE_SIZE;
  private static final int COMMITMENT_SIZE = 32;
  private static final int SEALED_AT = COMMITMENT_AT + COMMITMENT_SIZE;
  private static final int KEYS_SIZE = XChaCha20Poly1305.KEY_SIZE + COMMITMENT_SIZE;

  private final E1 e1;
  private final XChaCha20Poly1305 cipher;
  private final IntFunction<byte[]> nonces;

  public PayloadSlice(E1 e1, XChaCha20Poly1305 cipher) {
    this(e1, cipher, e1.sodium()::randomBytes);
  }

  /** As above with given nonces, for the test vectors. */
  PayloadSlice(E1 e1, XChaCha20Poly1305 cipher, IntFunction<byte[]> nonces) {
    this.e1 = e1;
    this.cipher = cipher;
    this.nonces = nonces;
  }

  /** A fresh content encryption key. */
  public SecretBytes newKey() {
    return e1.sodium().randomSecret(CEK_SIZE);
  }

  /**
   * Pads content to {@code paddedSize} and seals it under a random nonce.
   *
   * @param cek 32 bytes
   * @param content at most {@code paddedSize - 1} bytes
   * @param paddedSize P, see {@link PayloadSizes#paddedSizeFor}
   * @return 73 + P bytes
   */
  public byte[] seal(SecretBytes cek, byte[] content, int paddedSize) {
    return seal(cek, content, paddedSize, nonces.apply(XChaCha20Poly1305.NONCE_SIZE));
  }

  /** As above under a given nonce, for the test vectors. */
  byte[] seal(SecretBytes cek, byte[] content, int paddedSize, byte[] nonce) {
    requireFits(content.length, paddedSize);
    byte[] slice = new byte[PayloadSizes.SLICE_OVERHEAD + paddedSize];
    slice[0] = VERSION;
    System.arraycopy(nonce, 0, slice, NONCE_AT, nonce.length);
    System.arraycopy(content, 0, slice, SEALED_AT, content.length);
    slice[SEALED_AT + content.length] = Padding.MARK;
    try (SecretBytes keys = keys(cek, nonce)) {
      MemorySegment whole = MemorySegment.ofArray(slice);
      MemorySegment.copy(
          keys.revealView(), XChaCha20Poly1305.KEY_SIZE, whole, COMMITMENT_AT, COMMITMENT_SIZE);
      cipher.seal(
          payloadKey(keys),
          nonce(whole),
          head(whole),
          whole.asSlice(SEALED_AT, paddedSize),
          whole.asSlice(SEALED_AT));
    }
    return slice;
  }

  /**
   * Checks the commitment in constant time, then the tag, then the padding.
   *
   * @param cek 32 bytes
   * @return the content, a view of a fresh array; for {@code ContentCodec.decodeOpened}, which
   *     wipes it
   * @throws OpenRejectedException with {@link OpenFault#BAD_LENGTH}, {@link OpenFault#BAD_VERSION},
   *     {@link OpenFault#BAD_COMMITMENT}, {@link OpenFault#BAD_TAG} or {@link
   *     OpenFault#BAD_PADDING}
   */
  public ByteBuffer open(SecretBytes cek, byte[] slice) {
    requireForm(slice);
    byte[] nonce = Arrays.copyOfRange(slice, NONCE_AT, COMMITMENT_AT);
    byte[] padded = new byte[slice.length - PayloadSizes.SLICE_OVERHEAD];
    try (SecretBytes keys = keys(cek, nonce)) {
      requireCommitment(keys, slice);
      MemorySegment whole = MemorySegment.ofArray(slice);
      if (!cipher.open(
          payloadKey(keys),
          nonce(whole),
          head(whole),
          whole.asSlice(SEALED_AT),
          MemorySegment.ofArray(padded))) {
        throw new OpenRejectedException(OpenFault.BAD_TAG, "slice: tag (expected: authentic)");
      }
    }
    return ByteBuffer.wrap(padded, 0, Padding.contentLength(padded)).slice();
  }

  private SecretBytes keys(SecretBytes cek, byte[] nonce) {
    if (cek.size() != CEK_SIZE) {
      throw new IllegalArgumentException("cek: " + cek.size() + " B (expected: 32)");
    }
    return e1.kdf(cek, Label.PAYLOAD_KEYS, KEYS_SIZE, nonce);
  }

  private static void requireFits(int contentLength, int paddedSize) {
    if (!PayloadSizes.isPadded(paddedSize)) {
      throw new IllegalArgumentException(
          "padded size: " + paddedSize + " (expected: 256 times a power of two, up to 65536)");
    }
    if (contentLength >= paddedSize) {
      throw new IllegalArgumentException(
          "content: " + contentLength + " B (expected: less than " + paddedSize + ")");
    }
  }

  private static void requireForm(byte[] slice) {
    if (!PayloadSizes.isSlice(slice.length)) {
      throw new OpenRejectedException(
          OpenFault.BAD_LENGTH, "slice: " + slice.length + " B (expected: 73 + P)");
    }
    if (slice[0] != VERSION) {
      throw new OpenRejectedException(
          OpenFault.BAD_VERSION, "slice version: " + slice[0] + " (expected: 1)");
    }
  }

  private static void requireCommitment(SecretBytes keys, byte[] slice) {
    byte[] stated = Arrays.copyOfRange(slice, COMMITMENT_AT, SEALED_AT);
    byte[] derived = new byte[COMMITMENT_SIZE];
    MemorySegment.ofArray(derived)
        .copyFrom(keys.revealView().asSlice(XChaCha20Poly1305.KEY_SIZE, COMMITMENT_SIZE));
    if (!MessageDigest.isEqual(stated, derived)) {
      throw new OpenRejectedException(
          OpenFault.BAD_COMMITMENT, "slice: key commitment (expected: that of the key)");
    }
  }

  private static MemorySegment payloadKey(SecretBytes keys) {
    return keys.revealView().asSlice(0, XChaCha20Poly1305.KEY_SIZE);
  }

  private static MemorySegment nonce(MemorySegment slice) {
    return slice.asSlice(NONCE_AT, XChaCha20Poly1305.NONCE_SIZE);
  }

  private static MemorySegment head(MemorySegment slice) {
    return slice.asSlice(0, SEALED_AT);
  }
}
