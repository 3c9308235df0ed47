package dev.letterlock.protocol.frame.client;

import dev.letterlock.protocol.FrameType;

/**
 * A Send on a route that this version reserves (3 sealed) or does not know. Nothing after the route
 * was looked at; the answer is a Failure with UNSUPPORTED_ROUTE about {@code ref}.
 *
 * @param ref the Send's number within its session, u32
 * @param route the route, u8
 */
public record UnsupportedSend(int ref, int route) implements ClientFrame {
  @Override
  public int typeCode() {
    return FrameType.SEND.code();
  }
}
