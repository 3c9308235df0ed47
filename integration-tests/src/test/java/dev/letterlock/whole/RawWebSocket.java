package dev.letterlock.whole;

import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.protocol.Wire;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A WebSocket by hand, for frames that no library would send. */
final class RawWebSocket implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;
  private static final int BINARY = 0x82;
  private static final int CLOSE = 0x88;
  private static final int LENGTH_FOLLOWS = 126;

  private final Socket socket;
  private final DataInputStream in;

  /** Connects and upgrades. */
  RawWebSocket(ServerUrl url) throws IOException {
    socket = new Socket(url.host(), url.port());
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = new DataInputStream(socket.getInputStream());
    String request =
        "GET /v1/ws HTTP/1.1\r\nHost: test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + ("Sec-WebSocket-Protocol: " + Wire.SUBPROTOCOL + "\r\n\r\n");
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.readUnsignedByte());
    }
    if (!head.toString().startsWith("HTTP/1.1 101 ")) {
      throw new IOException("upgrade: " + head + " (expected: 101)");
    }
  }

  /** One binary message without the mask that RFC 6455 §5.3 asks of clients. */
  void sendUnmasked(byte[] message) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(
        new byte[] {
          (byte) BINARY, LENGTH_FOLLOWS, (byte) (message.length >> 8), (byte) message.length
        });
    out.write(message);
  }

  /** Waits for the server's close frame. */
  int closeCode() throws IOException {
    int opcode = in.readUnsignedByte();
    int length = in.readUnsignedByte();
    if (opcode != CLOSE || length < Short.BYTES) {
      throw new IOException("frame: " + opcode + ", " + length + " bytes (expected: a close)");
    }
    return in.readUnsignedShort();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
