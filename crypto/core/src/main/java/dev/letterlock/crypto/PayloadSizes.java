package dev.letterlock.crypto;

/**
 * The sizes that a blind server can hold clients to: docs/E2EE.md §2.4 to 2.6 and §3. P, the padded
 * size, is 256 times a power of two up to 64 KiB.
 */
public final class PayloadSizes {

  /** What slice v1 adds to P: version 1, nonce 24, key commitment 32, tag 16. */
  public static final int SLICE_OVERHEAD = 73;

  public static final int MIN_PADDED = 256;
  public static final int MAX_PADDED = 256 << 8;
  public static final int MIN_SLICE = SLICE_OVERHEAD + MIN_PADDED;
  public static final int MAX_SLICE = SLICE_OVERHEAD + MAX_PADDED;

  /** A record of a running session. */
  public static final int RECORD = 93;

  /** A record behind a pre-key header of suite 1. */
  public static final int CLASSIC_PRE_KEY_RECORD = 143;

  /** A record behind a pre-key header of suite 2. */
  public static final int HYBRID_PRE_KEY_RECORD = 1231;

  /** What a group message adds to a slice: its header of 29 and a signature of 64. */
  public static final int GROUP_OVERHEAD = 93;

  private PayloadSizes() {}

  /** Whether {@code size} is one of the nine legal P. */
  public static boolean isPadded(int size) {
    return size >= MIN_PADDED && size <= MAX_PADDED && Integer.bitCount(size) == 1;
  }

  /** Whether {@code size} is a legal slice of a direct conversation, 73 + P. */
  public static boolean isSlice(int size) {
    return isPadded(size - SLICE_OVERHEAD);
  }

  /** Whether {@code size} is a legal message of a group, 166 + P. */
  public static boolean isGroupMessage(int size) {
    return isSlice(size - GROUP_OVERHEAD);
  }

  /** Whether {@code size} is a legal per-device header of an open direct conversation. */
  public static boolean isDeviceHeader(int size) {
    return size == RECORD || size == CLASSIC_PRE_KEY_RECORD || size == HYBRID_PRE_KEY_RECORD;
  }

  /**
   * The smallest P that holds content and at least one byte of padding.
   *
   * @throws IllegalArgumentException if the content is longer than 65,535 bytes
   */
  public static int paddedSizeFor(int contentLength) {
    if (contentLength < 0 || contentLength >= MAX_PADDED) {
      throw new IllegalArgumentException(
          "content: " + contentLength + " B (expected: at most 65535)");
    }
    return Math.max(MIN_PADDED, Integer.highestOneBit(contentLength) << 1);
  }
}
