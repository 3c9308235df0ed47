package dev.letterlock.protocol.frame.client;

import dev.letterlock.protocol.FrameType;

/**
 * Asks for a Pong.
 *
 * @param opaque comes back unchanged, u64
 */
public record Ping(long opaque) implements ClientFrame {
  @Override
  public int typeCode() {
    return FrameType.PING.code();
  }
}
