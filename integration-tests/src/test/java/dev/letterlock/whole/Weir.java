package dev.letterlock.whole;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.function.BooleanSupplier;

/** A way to a server on this machine, on which nothing more comes to it while it is closed. */
final class Weir implements AutoCloseable {
  private static final int PIECE = 8192;

  private final Acceptor acceptor;
  private final int server;
  private final BooleanSupplier closed;

  /**
   * Leads to this port.
   *
   * @param closed asked before each piece is passed on, which is lost if so
   */
  Weir(int server, BooleanSupplier closed) throws IOException {
    this.server = server;
    this.closed = closed;
    this.acceptor = new Acceptor(this::serve);
  }

  int port() {
    return acceptor.port();
  }

  @Override
  public void close() throws IOException {
    acceptor.close();
  }

  private void serve(Socket client) {
    try (client;
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server)) {
      Thread.ofVirtual().start(() -> bringBack(socket, client));
      InputStream in = client.getInputStream();
      OutputStream out = socket.getOutputStream();
      byte[] piece = new byte[PIECE];
      for (int size = in.read(piece); size >= 0; size = in.read(piece)) {
        if (!closed.getAsBoolean()) {
          out.write(piece, 0, size);
        }
      }
    } catch (IOException e) {
      // One of the two has gone; so does the other.
    }
  }

  private static void bringBack(Socket from, Socket to) {
    try (to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // As above.
    }
  }
}
