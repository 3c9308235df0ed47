package dev.letterlock.server.net;

import dev.letterlock.server.net.websocket.CloseStatus;
import io.netty.buffer.ByteBuf;

/**
 * What a connection is connected to after the upgrade. All methods run on the connection's event
 * loop; after {@link #closed} none is called.
 */
public interface FrameSink {

  /**
   * A whole binary message: {@code length} bytes at {@code index}. The buffer is the caller's and
   * valid during the call only; who keeps the bytes copies them or retains the buffer.
   */
  void binary(ByteBuf buffer, int index, int length);

  /** A whole text message, in the same way; comes only where the limits take text. */
  default void text(ByteBuf buffer, int index, int length) {
    throw new IllegalStateException("text: taken (expected: refused by the limits)");
  }

  /** All that one turn read from this connection was handed on. */
  void turnEnded();

  /** {@link Connection#writable} changed. */
  void writabilityChanged();

  /**
   * Comes about once a second.
   *
   * @param tick seconds since the loop began
   */
  void sweep(int tick);

  /** The connection closes of itself: the client broke the framing or a time limit. */
  default void closing(CloseStatus status) {}

  /** The connection is gone. Comes exactly once, whoever closed it. */
  void closed();
}
