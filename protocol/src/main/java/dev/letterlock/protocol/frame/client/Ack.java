package dev.letterlock.protocol.frame.client;

import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.id.Cursor;

/**
 * The device has stored everything up to and including {@code cursor}.
 *
 * @param cursor the last place stored; cumulative
 * @param receiptMark the highest confirmed mark of a Receipt, u64, 0 for none; cumulative
 * @param silent no delivered receipt is made of the messages that this confirms
 */
public record Ack(Cursor cursor, long receiptMark, boolean silent) implements ClientFrame {

  /** One of which delivered receipts are made. */
  public Ack(Cursor cursor, long receiptMark) {
    this(cursor, receiptMark, false);
  }

  @Override
  public int typeCode() {
    return FrameType.ACK.code();
  }
}
