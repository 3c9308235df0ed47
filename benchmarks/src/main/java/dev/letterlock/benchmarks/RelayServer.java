package dev.letterlock.benchmarks;

import dev.letterlock.server.net.EdgeFault;
import dev.letterlock.server.net.websocket.WebSocketLimits;

/**
 * The floor under every figure of the server: its edge with nothing behind it. Pairs clients and
 * forwards their messages with one ack each: {@code RelayServer PORT [LOOPS]}, path {@code /relay}.
 *
 * <p>A client first sends the number of its pair (4 bytes) and gets an empty message when the pair
 * is complete. From then on each message of 8 bytes or more goes to the other half, and its first 8
 * bytes come back.
 */
public final class RelayServer {

  private static final int MAX_MESSAGE = 160 * 1024;

  private RelayServer() {}

  public static void main(String[] arguments) throws EdgeFault {
    int port = arguments.length == 0 ? 0 : Integer.parseInt(arguments[0]);
    int loops = arguments.length < 2 ? 1 : Integer.parseInt(arguments[1]);
    Pairs pairs = new Pairs();
    BareServer.serve(
        port,
        loops,
        "/relay",
        new WebSocketLimits(MAX_MESSAGE, 64, false),
        (connection, upgraded) -> new RelaySession(connection, pairs));
  }
}
