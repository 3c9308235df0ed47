package dev.letterlock.whole;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.function.Consumer;

/** A free port of this machine; each connection to it is served by a virtual thread of its own. */
final class Acceptor implements AutoCloseable {
  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final Consumer<Socket> serving;

  Acceptor(Consumer<Socket> serving) throws IOException {
    this.serving = serving;
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Thread.ofVirtual().start(() -> serving.accept(client));
      } catch (IOException e) {
        return;
      }
    }
  }
}
