package dev.letterlock.client.profile;

import dev.letterlock.crypto.e2ee.state.StateReader;
import dev.letterlock.crypto.e2ee.state.StateWriter;

/**
 * How far a reader has come; never goes back.
 *
 * @param delivered server time, µs since 1970
 * @param read likewise
 * @param expired likewise, of what found no device in time and was told
 */
public record ReceiptMark(long delivered, long read, long expired) {

  public static final ReceiptMark NONE = new ReceiptMark(0, 0, 0);

  private static final int SIZE_WITHOUT_EXPIRED = 2 * Long.BYTES;

  /** With what a receipt says, if it says more. */
  public ReceiptMark deliveredUpTo(long time) {
    return new ReceiptMark(Math.max(delivered, time), read, expired);
  }

  /** With what a receipt says, if it says more; what was read was delivered. */
  public ReceiptMark readUpTo(long time) {
    return new ReceiptMark(Math.max(delivered, time), Math.max(read, time), expired);
  }

  /** With what a receipt says, if it says more. */
  public ReceiptMark expiredUpTo(long time) {
    return new ReceiptMark(delivered, read, Math.max(expired, time));
  }

  byte[] encode() {
    try (StateWriter out = new StateWriter()) {
      return out.u64(delivered).u64(read).u64(expired).toByteArray();
    }
  }

  static ReceiptMark decode(byte[] encoded) {
    StateReader in = new StateReader("receipt mark", encoded);
    boolean old = encoded.length == SIZE_WITHOUT_EXPIRED;
    ReceiptMark mark = new ReceiptMark(in.u64(), in.u64(), old ? 0 : in.u64());
    in.end();
    return mark;
  }
}
