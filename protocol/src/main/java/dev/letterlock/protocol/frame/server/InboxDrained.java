package dev.letterlock.protocol.frame.server;

import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.id.Cursor;

/** Everything that waited in the inbox when the session began is delivered up to the cursor. */
public record InboxDrained(Cursor cursor) implements ServerFrame {
  @Override
  public int typeCode() {
    return FrameType.INBOX_DRAINED.code();
  }
}
