package dev.letterlock.client.profile;

import dev.letterlock.crypto.e2ee.state.StateReader;
import dev.letterlock.crypto.e2ee.state.StateWriter;

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
    try (StateWriter out = new StateWriter()) {
      return out.u64(delivered).u64(read).toByteArray();
    }
  }

  static ReceiptMark decode(byte[] encoded) {
    StateReader in = new StateReader("receipt mark", encoded);
    ReceiptMark mark = new ReceiptMark(in.u64(), in.u64());
    in.end();
    return mark;
  }
}
