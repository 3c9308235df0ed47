package dev.letterlock.client;

import dev.letterlock.client.transport.ServerUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A server that nobody reaches: its port is held by this process, which never listens on it. */
public final class Nobody {
  private static final Socket HELD = hold();

  private Nobody() {}

  public static ServerUrl url() {
    return new ServerUrl(false, "127.0.0.1", HELD.getLocalPort());
  }

  private static Socket hold() {
    try {
      Socket socket = new Socket();
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
