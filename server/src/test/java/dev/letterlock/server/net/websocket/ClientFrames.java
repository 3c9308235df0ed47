package dev.letterlock.server.net.websocket;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Writes frames as a client does, and as no client should. */
public final class ClientFrames {

  public static final int FIN = 0x80;

  private static final int[] MASK = {0x5A, 0x01, 0xFE, 0x77};

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** One frame with the shortest form of its length. */
  public ClientFrames frame(int firstByte, byte[] payload) {
    bytes.write(firstByte);
    if (payload.length < 126) {
      bytes.write(0x80 | payload.length);
    } else if (payload.length <= 0xFFFF) {
      bytes.write(0x80 | 126);
      raw(ByteBuffer.allocate(2).putShort((short) payload.length).array());
    } else {
      bytes.write(0x80 | 127);
      raw(ByteBuffer.allocate(8).putLong(payload.length).array());
    }
    for (int octet : MASK) {
      bytes.write(octet);
    }
    for (int i = 0; i < payload.length; i++) {
      bytes.write(payload[i] ^ MASK[i % 4]);
    }
    return this;
  }

  public ClientFrames binary(byte[] payload) {
    return frame(FIN | Opcode.BINARY, payload);
  }

  public ClientFrames text(String text) {
    return frame(FIN | Opcode.TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  public ClientFrames ping(String payload) {
    return frame(FIN | Opcode.PING, payload.getBytes(StandardCharsets.UTF_8));
  }

  public ClientFrames close(int code, String reason) {
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    byte[] payload = ByteBuffer.allocate(2 + text.length).putShort((short) code).put(text).array();
    return frame(FIN | Opcode.CLOSE, payload);
  }

  public ClientFrames raw(byte... some) {
    bytes.writeBytes(some);
    return this;
  }

  public byte[] toBytes() {
    return bytes.toByteArray();
  }

  /** Bytes that look random and are the same each time. */
  public static byte[] payload(int length) {
    byte[] payload = new byte[length];
    new Random(length).nextBytes(payload);
    return payload;
  }
}
