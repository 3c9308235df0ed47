package dev.letterlock.protocol.frame.server;

import dev.letterlock.protocol.FrameType;

/**
 * Answers Ping.
 *
 * @param opaque that of the Ping, u64
 * @param serverTime µs since 1970, u64
 */
public record Pong(long opaque, long serverTime) implements ServerFrame {
  @Override
  public int typeCode() {
    return FrameType.PONG.code();
  }
}
