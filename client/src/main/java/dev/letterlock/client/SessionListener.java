package dev.letterlock.client;

import dev.letterlock.client.transport.Closure;
import dev.letterlock.protocol.frame.server.ServerFrame;
import dev.letterlock.protocol.frame.server.Welcome;

/** Hears what the server says on one connection; every call comes on its event loop. */
public interface SessionListener {

  /** The session is open; frames may be sent from now on. */
  void welcomed(ClientConnection connection, Welcome welcome);

  /**
   * Any frame but Welcome. The envelope of a Deliver is a view that ends with this call: copy what
   * must stay.
   */
  void received(ServerFrame frame);

  /** All frames that one read of the socket brought have been given to {@link #received}. */
  default void readComplete() {}

  /** Called exactly once, also when no session came about. */
  void ended(Closure closure);
}
