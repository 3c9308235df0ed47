package dev.letterlock.crypto;

/**
 * The sizes of attachments, to which a blind server can hold clients: docs/E2EE.md §2.11. All in
 * bytes. P, the padded size, is by Padmé (Nikitin and others, PoPETs 2019): it has at most
 * log2(log2 P) + 1 significant bits, so that a size tells little and costs at most 12 % more.
 */
public final class AttachmentSizes {

  /** The header of a secretstream, at the beginning of a blob. */
  public static final int HEADER = 24;

  /** How much of the padded content goes into one chunk; the last one may be shorter. */
  public static final int CHUNK = 64 << 10;

  /** What sealing adds to a chunk: a mark and a tag. */
  public static final int CHUNK_OVERHEAD = 17;

  /** Nothing is padded to less, as the shortest sizes would tell the most. */
  public static final int MIN_PADDED = 1 << 10;

  /** The longest content: 16 GiB. */
  public static final long MAX_CONTENT = 16L << 30;

  private static final int SEALED_CHUNK = CHUNK + CHUNK_OVERHEAD;

  private AttachmentSizes() {}

  /**
   * The P of content of this length.
   *
   * @throws IllegalArgumentException unless it is 0 to {@link #MAX_CONTENT}
   */
  public static long paddedSizeFor(long contentLength) {
    if (contentLength < 0 || contentLength > MAX_CONTENT) {
      throw new IllegalArgumentException(
          "content: " + contentLength + " B (expected: 0 to " + MAX_CONTENT + ")");
    }
    return padme(Math.max(MIN_PADDED, contentLength));
  }

  /** The blob of content of this length: header and sealed chunks. */
  public static long blobSizeFor(long contentLength) {
    return sealed(paddedSizeFor(contentLength));
  }

  /** Whether some content makes a blob of this size. */
  public static boolean isBlob(long size) {
    long chunks = size - HEADER;
    long padded = chunks - CHUNK_OVERHEAD * ((chunks + SEALED_CHUNK - 1) / SEALED_CHUNK);
    return padded >= MIN_PADDED
        && padded <= MAX_CONTENT
        && padme(padded) == padded
        && sealed(padded) == size;
  }

  private static long padme(long length) {
    int exponent = Long.SIZE - 1 - Long.numberOfLeadingZeros(length);
    int significant = Integer.SIZE - Integer.numberOfLeadingZeros(exponent);
    long rest = (1L << (exponent - significant)) - 1;
    return (length + rest) & ~rest;
  }

  private static long sealed(long padded) {
    return HEADER + padded + CHUNK_OVERHEAD * ((padded + CHUNK - 1) / CHUNK);
  }
}
