package dev.letterlock.protocol;

/**
 * The sizes that a well-behaved client's ciphertext can have (docs/E2EE.md §2.6, §3). The server
 * answers any other with {@link ErrorCode#BAD_SIZE}, so that a size tells only its bucket.
 */
public final class PayloadSize {
  /** What the slice adds to the padded content. */
  public static final int SLICE_OVERHEAD = 73;

  /** What a group message adds to its slice: header and signature. */
  public static final int GROUP_OVERHEAD = 93;

  /** A per-device header that carries a ratchet record. */
  public static final int RECORD = 93;

  /** A per-device header that also carries a classic handshake. */
  public static final int CLASSIC_HANDSHAKE = 143;

  /** A per-device header that also carries a hybrid handshake. */
  public static final int HYBRID_HANDSHAKE = 1231;

  private static final int SMALLEST_PADDED = 256;
  private static final int LARGEST_PADDED = 64 * 1024;

  /** The smallest slice, in bytes. */
  public static final int MIN_SLICE = SLICE_OVERHEAD + SMALLEST_PADDED;

  /** The largest slice, in bytes. */
  public static final int MAX_SLICE = SLICE_OVERHEAD + LARGEST_PADDED;

  private PayloadSize() {}

  /** True for 73 + 256·2^k bytes, k from 0 to 8. */
  public static boolean isDirectSlice(int bytes) {
    int padded = bytes - SLICE_OVERHEAD;
    return padded >= SMALLEST_PADDED && padded <= LARGEST_PADDED && Integer.bitCount(padded) == 1;
  }

  /** True for 166 + 256·2^k bytes, k from 0 to 8. */
  public static boolean isGroupMessage(int bytes) {
    return isDirectSlice(bytes - GROUP_OVERHEAD);
  }

  /** True for the three forms of a per-device header of the direct route. */
  public static boolean isDirectHeader(int bytes) {
    return bytes == RECORD || bytes == CLASSIC_HANDSHAKE || bytes == HYBRID_HANDSHAKE;
  }
}
