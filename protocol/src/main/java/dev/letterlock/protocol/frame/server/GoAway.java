package dev.letterlock.protocol.frame.server;

import dev.letterlock.protocol.CloseCode;
import dev.letterlock.protocol.FrameType;

/**
 * The server is about to close the session.
 *
 * @param reason the number of a {@link CloseCode}, u16; a client may not know it
 * @param reconnectAfterMillis how long to wait before the next connection, u32
 */
public record GoAway(int reason, int reconnectAfterMillis) implements ServerFrame {
  public GoAway(CloseCode reason, int reconnectAfterMillis) {
    this(reason.code(), reconnectAfterMillis);
  }

  @Override
  public int typeCode() {
    return FrameType.GO_AWAY.code();
  }
}
