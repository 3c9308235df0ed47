package dev.letterlock.protocol.frame.server;

import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.envelope.Envelope;
import dev.letterlock.protocol.id.Cursor;

/**
 * Brings a message.
 *
 * @param cursor its place in the inbox; zero for an ephemeral message, which is not acked
 * @param envelope a view, valid as long as the frame's buffer is
 */
public record Deliver(Cursor cursor, Envelope envelope) implements ServerFrame {
  @Override
  public int typeCode() {
    return FrameType.DELIVER.code();
  }
}
