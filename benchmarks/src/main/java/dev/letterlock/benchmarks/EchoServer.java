package dev.letterlock.benchmarks;

import dev.letterlock.server.net.EdgeFault;
import dev.letterlock.server.net.websocket.WebSocketLimits;

/**
 * Echoes text and binary messages up to 16 MiB through the server's own session handler, so that a
 * conformance suite can be pointed at it: {@code EchoServer PORT}, path {@code /echo}.
 */
public final class EchoServer {

  private static final int MAX_MESSAGE = 16 * 1024 * 1024;
  private static final int MAX_FRAGMENTS = MAX_MESSAGE;

  private EchoServer() {}

  public static void main(String[] arguments) throws EdgeFault {
    int port = arguments.length == 0 ? 0 : Integer.parseInt(arguments[0]);
    WebSocketLimits limits = new WebSocketLimits(MAX_MESSAGE, MAX_FRAGMENTS, true);
    BareServer.serve(
        port, 2, "/echo", limits, (connection, upgraded) -> new EchoSession(connection));
  }
}
