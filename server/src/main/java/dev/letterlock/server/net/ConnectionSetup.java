package dev.letterlock.server.net;

import io.netty.channel.socket.SocketChannel;

/** Furnishes a connection that was just accepted with its handlers. */
@FunctionalInterface
public interface ConnectionSetup {

  /** Called on the connection's event loop before anything was read. TLS is in place. */
  void install(SocketChannel channel, EdgeLoop loop);
}
