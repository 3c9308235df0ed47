package dev.letterlock.server.net.websocket;

import io.netty.buffer.ByteBuf;

/**
 * Where a {@link WebSocketFrameParser} puts what it found. Called on the thread that feeds the
 * parser, in the order of the bytes.
 *
 * <p>A payload is {@code length} unmasked bytes at {@code index} of a buffer that stays the
 * parser's: it is valid during the call only, its reader index means nothing, and other bytes of it
 * must not be touched. Who keeps the payload copies it or retains the buffer.
 */
public interface WebSocketSink {

  /** A whole binary message. */
  void binary(ByteBuf buffer, int index, int length);

  /** A whole text message, valid UTF-8; only where the limits take text. */
  void text(ByteBuf buffer, int index, int length);

  /** A ping of at most 125 bytes, to be answered by a pong with the same bytes. */
  void ping(ByteBuf buffer, int index, int length);

  /** A pong, asked for or not. */
  void pong();

  /**
   * A well-formed close frame. Nothing after it is parsed.
   *
   * @param code the client's status code, {@link CloseStatus#NO_CODE} if it gave none
   */
  void close(int code);

  /** The bytes broke RFC 6455 or a limit. Nothing after them is parsed. */
  void violation(CloseStatus status);
}
