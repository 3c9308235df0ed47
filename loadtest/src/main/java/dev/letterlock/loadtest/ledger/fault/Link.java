package dev.letterlock.loadtest.ledger.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.List;
import java.util.function.Consumer;

/**
 * One connection through the proxy: a virtual thread for each direction. Its end at one side ends
 * it at the other, unless it was stranded.
 */
final class Link {

  private static final int CHUNK = 16 * 1024;

  private final Socket device;
  private final Socket server;
  private final Consumer<Link> whenOver;
  private final Gate answers = new Gate();
  private volatile boolean stranded;

  Link(Socket device, Socket server, Consumer<Link> whenOver) {
    this.device = device;
    this.server = server;
    this.whenOver = whenOver;
  }

  void start(Gate toServer, Gate toDevice) {
    Thread.ofVirtual().start(() -> pump(device, server, List.of(toServer)));
    Thread.ofVirtual().start(() -> pump(server, device, List.of(toDevice, answers)));
  }

  /** The device reads no more of what the server says. */
  void stall() {
    answers.shut();
  }

  /** It reads again. */
  void flow() {
    answers.open();
  }

  /** Resets both ends. */
  void cut() {
    reset(device);
    reset(server);
  }

  /** Resets the device's end; what the server still says is thrown away. */
  void strand() {
    stranded = true;
    reset(device);
  }

  private void pump(Socket from, Socket to, List<Gate> gates) {
    byte[] chunk = new byte[CHUNK];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        for (Gate gate : gates) {
          gate.pass();
        }
        if (!stranded) {
          out.write(chunk, 0, read);
        }
      }
    } catch (IOException e) {
      // One of the ends is gone, as is wished here every few seconds.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!stranded || from.equals(server)) {
      cut();
      whenOver.accept(this);
    }
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // It is closed already.
    }
  }
}
