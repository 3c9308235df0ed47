package dev.letterlock.server.net.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

/** Writes frames as a server does: whole, unmasked (RFC 6455 §5.2). */
public final class WebSocketWriter {

  /** The longest payload of a control frame. */
  public static final int MAX_CONTROL = 125;

  private static final int FIN = 0x80;
  private static final int SHORT_LENGTH = 126;
  private static final int LONG_LENGTH = 127;

  private WebSocketWriter() {}

  /** Bytes of the header of a frame with this payload: 2, 4 or 10. */
  public static int headerSize(int payload) {
    return payload < SHORT_LENGTH ? 2 : payload <= 0xFFFF ? 4 : 10;
  }

  /** Writes the header of a binary message; its payload must follow. */
  public static void binaryHeader(ByteBuf out, int payload) {
    header(out, Opcode.BINARY, payload);
  }

  /** Writes the header of a text message; its payload must follow. */
  public static void textHeader(ByteBuf out, int payload) {
    header(out, Opcode.TEXT, payload);
  }

  /** Writes the header of a pong; its payload must follow. */
  public static void pongHeader(ByteBuf out, int payload) {
    header(out, Opcode.PONG, payload);
  }

  /** Writes an empty ping: 2 bytes. */
  public static void ping(ByteBuf out) {
    header(out, Opcode.PING, 0);
  }

  /** Writes a close frame: at most 127 bytes. */
  public static void close(ByteBuf out, CloseStatus status) {
    header(out, Opcode.CLOSE, Short.BYTES + status.reason().length());
    out.writeShort(status.code());
    ByteBufUtil.writeAscii(out, status.reason());
  }

  /** Writes a close frame with a code alone, or with nothing for {@link CloseStatus#NO_CODE}. */
  public static void closeReply(ByteBuf out, int code) {
    if (code == CloseStatus.NO_CODE) {
      header(out, Opcode.CLOSE, 0);
    } else {
      header(out, Opcode.CLOSE, Short.BYTES);
      out.writeShort(code);
    }
  }

  private static void header(ByteBuf out, int opcode, int payload) {
    out.writeByte(FIN | opcode);
    if (payload < SHORT_LENGTH) {
      out.writeByte(payload);
    } else if (payload <= 0xFFFF) {
      out.writeByte(SHORT_LENGTH).writeShort(payload);
    } else {
      out.writeByte(LONG_LENGTH).writeLong(payload);
    }
  }
}
