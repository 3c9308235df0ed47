package dev.letterlock.client.transport;

import io.netty.buffer.ByteBuf;

/** Hears what happens on one connection; every call comes on the connection's event loop. */
public interface MessageListener {

  /** The upgrade is done; messages may be sent from now on. */
  void opened(WebSocketConnection connection);

  /**
   * One whole binary message, between the buffer's reader and writer index. The buffer belongs to
   * the caller and is only lent for this call: retain nothing, copy what must stay.
   */
  void received(ByteBuf message);

  /** All that one read of the socket brought has been given to {@link #received}. */
  default void readComplete() {}

  /** Called exactly once, also when the connection could not be made. */
  void closed(Closure closure);
}
