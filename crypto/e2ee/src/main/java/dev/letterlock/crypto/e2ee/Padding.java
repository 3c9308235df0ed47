package dev.letterlock.crypto.e2ee;

/** ISO 7816-4 padding, as sodium_pad makes it: one byte 0x80, then zeros (docs/E2EE.md §2.6). */
final class Padding {

  static final byte MARK = (byte) 0x80;

  private Padding() {}

  /** Where the content ends; fails with {@link OpenFault#BAD_PADDING} if nothing says so. */
  static int contentLength(byte[] padded) {
    int at = padded.length - 1;
    while (at > 0 && padded[at] == 0) {
      at--;
    }
    if (padded[at] != MARK) {
      throw new OpenRejectedException(
          OpenFault.BAD_PADDING, "slice: padding (expected: 0x80, then zeros)");
    }
    return at;
  }
}
