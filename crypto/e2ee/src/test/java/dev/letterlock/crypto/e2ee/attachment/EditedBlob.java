package dev.letterlock.crypto.e2ee.attachment;

import java.io.ByteArrayOutputStream;
import java.util.List;

/** A blob cut to pieces and put together otherwise. */
final class EditedBlob {

  private EditedBlob() {}

  /** From the first byte to the one behind the last. */
  record Range(int from, int to) {}

  /**
   * @param flip where one bit is flipped then, or -1
   */
  static byte[] of(byte[] blob, List<Range> ranges, int flip) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Range range : ranges) {
      out.write(blob, range.from(), range.to() - range.from());
    }
    byte[] edited = out.toByteArray();
    if (flip >= 0) {
      edited[flip] ^= 1;
    }
    return edited;
  }
}
