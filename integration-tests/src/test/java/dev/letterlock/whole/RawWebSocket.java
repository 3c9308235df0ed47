package dev.letterlock.whole;

import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.protocol.Wire;
import dev.letterlock.protocol.codec.server.ServerFrameDecoder;
import dev.letterlock.protocol.frame.server.ServerFrame;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A WebSocket by hand, for frames that no library would send. */
final class RawWebSocket implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 60_000;
  private static final int BINARY = 0x82;
  private static final int CLOSE = 0x88;
  private static final int MASKED = 0x80;
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

  /** The same binary message so many times, and then another, in one go. */
  void sendOften(int times, byte[] message, byte[] last) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < times; i++) {
      writeMasked(message, all);
    }
    writeMasked(last, all);
    all.writeTo(socket.getOutputStream());
  }

  void send(byte[] message) throws IOException {
    sendOften(0, message, message);
  }

  /** Waits for the next frame of this protocol; null when the server closes instead. */
  @Nullable ServerFrame next() throws IOException {
    int opcode = in.readUnsignedByte();
    byte[] message = in.readNBytes(length());
    return opcode == CLOSE ? null : new ServerFrameDecoder().read(Unpooled.wrappedBuffer(message));
  }

  /** Waits for the server's close frame; what comes before it is passed over. */
  int closeCode() throws IOException {
    while (in.readUnsignedByte() != CLOSE) {
      in.skipNBytes(length());
    }
    int length = length();
    if (length < Short.BYTES) {
      throw new IOException("close: " + length + " bytes (expected: a code)");
    }
    return in.readUnsignedShort();
  }

  private int length() throws IOException {
    int length = in.readUnsignedByte();
    return length == LENGTH_FOLLOWS ? in.readUnsignedShort() : length;
  }

  /** Under a mask of zeros, which changes nothing. */
  private static void writeMasked(byte[] message, ByteArrayOutputStream out) {
    out.write(BINARY);
    if (message.length < LENGTH_FOLLOWS) {
      out.write(MASKED | message.length);
    } else {
      out.writeBytes(
          new byte[] {
            (byte) (MASKED | LENGTH_FOLLOWS), (byte) (message.length >> 8), (byte) message.length
          });
    }
    out.writeBytes(new byte[Integer.BYTES]);
    out.writeBytes(message);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
