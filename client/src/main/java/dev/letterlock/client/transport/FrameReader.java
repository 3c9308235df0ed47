package dev.letterlock.client.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the bytes of a server into messages (RFC 6455 §5). A whole frame is handed on in place; only
 * a fragmented message is copied together. Limits are checked before anything is kept. Confined to
 * the connection's event loop.
 */
final class FrameReader {

  /** Takes whole messages; the buffer is lent for the call, between its indices. */
  interface Sink {
    void message(ByteBuf message);

    void ping(ByteBuf payload);

    void close(ByteBuf payload);
  }

  private static final int FIN = 0x80;
  private static final int RESERVED = 0x70;
  private static final int MASKED = 0x80;
  private static final int CONTROL = 0x8;
  private static final int LARGEST_CONTROL = 125;

  private final int messageLimit;
  private final Sink sink;
  private @Nullable ByteBuf fragments;

  FrameReader(int messageLimit, Sink sink) {
    this.messageLimit = messageLimit;
    this.sink = sink;
  }

  /**
   * Hands on every whole frame and leaves the reader index at the first byte of an incomplete one.
   *
   * @throws ProtocolViolation if the server broke the rules
   */
  void read(ByteBuf in) {
    while (readFrame(in)) {
      // One frame a round.
    }
  }

  /** Releases a message that was never finished. */
  void release() {
    if (fragments != null) {
      fragments.release();
      fragments = null;
    }
  }

  private boolean readFrame(ByteBuf in) {
    int start = in.readerIndex();
    int available = in.readableBytes();
    if (available < 2) {
      return false;
    }
    int first = in.getUnsignedByte(start);
    int second = in.getUnsignedByte(start + 1);
    check(first, second);
    int header = headerSize(second);
    if (available < header) {
      return false;
    }
    int length = payloadLength(in, start, second, first & 0x0F);
    if (available - header < length) {
      return false;
    }
    handOn(in, start + header, length, first);
    return true;
  }

  private static void check(int first, int second) {
    if ((first & RESERVED) != 0) {
      throw violation("reserved bits: " + (first & RESERVED) + " (expected: 0)");
    }
    if ((second & MASKED) != 0) {
      throw violation("frame: masked (expected: unmasked from a server)");
    }
    boolean control = (first & CONTROL) != 0;
    if (control && ((first & FIN) == 0 || second > LARGEST_CONTROL)) {
      throw violation("control frame: fragmented or long (expected: whole, up to 125 B)");
    }
  }

  private static int headerSize(int second) {
    return switch (second) {
      case 126 -> 4;
      case 127 -> 10;
      default -> 2;
    };
  }

  private int payloadLength(ByteBuf in, int start, int second, int opcode) {
    long length =
        switch (second) {
          case 126 -> in.getUnsignedShort(start + 2);
          case 127 -> in.getLong(start + 2);
          default -> second;
        };
    int before = fragments == null || opcode >= CONTROL ? 0 : fragments.readableBytes();
    if (length < 0 || length > messageLimit - before) {
      throw new ProtocolViolation(
          ProtocolViolation.TOO_BIG,
          "message: " + length + " B (expected: ≤ " + messageLimit + ")");
    }
    return (int) length;
  }

  private void handOn(ByteBuf in, int from, int length, int first) {
    int end = in.writerIndex();
    in.setIndex(from, from + length);
    try {
      dispatch(in, first & 0x0F, (first & FIN) != 0);
    } finally {
      in.setIndex(from + length, end);
    }
  }

  private void dispatch(ByteBuf payload, int opcode, boolean fin) {
    switch (opcode) {
      case Opcode.BINARY -> begin(payload, fin);
      case Opcode.CONTINUATION -> append(payload, fin);
      case Opcode.PING -> sink.ping(payload);
      case Opcode.PONG -> {
        // Unasked pongs are allowed and mean nothing.
      }
      case Opcode.CLOSE -> sink.close(payload);
      case Opcode.TEXT ->
          throw new ProtocolViolation(
              ProtocolViolation.UNSUPPORTED, "message: text (expected: binary)");
      default -> throw violation("opcode: " + opcode + " (expected: RFC 6455)");
    }
  }

  private void begin(ByteBuf payload, boolean fin) {
    if (fragments != null) {
      throw violation("binary frame: inside a fragmented message (expected: continuation)");
    }
    if (fin) {
      sink.message(payload);
    } else {
      fragments = ByteBufAllocator.DEFAULT.buffer(payload.readableBytes()).writeBytes(payload);
    }
  }

  private void append(ByteBuf payload, boolean fin) {
    ByteBuf whole = fragments;
    if (whole == null) {
      throw violation("continuation: first frame (expected: binary)");
    }
    whole.writeBytes(payload);
    if (fin) {
      fragments = null;
      try {
        sink.message(whole);
      } finally {
        whole.release();
      }
    }
  }

  private static ProtocolViolation violation(String message) {
    return new ProtocolViolation(ProtocolViolation.PROTOCOL_ERROR, message);
  }
}
