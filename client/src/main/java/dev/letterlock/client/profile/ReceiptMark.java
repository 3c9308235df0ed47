package dev.letterlock.client.profile;

import java.nio.ByteBuffer;

/**
 * How far a reader has come; never goes back.
 *
 * @param delivered server time, µs since 1970
 * @param read likewise
 */
public record ReceiptMark(long delivered, long read) {

  public static final ReceiptMark NONE = new ReceiptMark(0, 0);

  /** With what a receipt says, if it says more. */
  public ReceiptMark deliveredUpTo(long time) {
    return new ReceiptMark(Math.max(delivered, time), read);
  }

  /** With what a receipt says, if it says more; what was read was delivered. */
  public ReceiptMark readUpTo(long time) {
    return new ReceiptMark(Math.max(delivered, time), Math.max(read, time));
  }

  byte[] encode() {
    return ByteBuffer.allocate(2 * Long.BYTES).putLong(delivered).putLong(read).array();
  }

  static ReceiptMark decode(byte[] encoded) {
    ByteBuffer in = ByteBuffer.wrap(encoded);
    return new ReceiptMark(in.getLong(), in.getLong());
  }
}
