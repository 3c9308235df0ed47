package dev.letterlock.client.transport;

import io.netty.buffer.ByteBuf;

/** Writes the frames of a client: never fragmented, masked where they lie (RFC 6455 §5). */
final class MaskedFrames {

  /** Bytes before the longest payload. */
  static final int MAX_HEADER = 14;

  private static final int FIN = 0x80;
  private static final int MASK = 0x80;
  private static final int LARGEST_TINY = 125;
  private static final int LARGEST_SHORT = 0xFFFF;

  private MaskedFrames() {}

  /** Appends the head of a frame to {@code out}, which must have room for {@link #MAX_HEADER}. */
  static void writeHead(ByteBuf out, int opcode, int length, int mask) {
    out.writeByte(FIN | opcode);
    if (length <= LARGEST_TINY) {
      out.writeByte(MASK | length);
    } else if (length <= LARGEST_SHORT) {
      out.writeByte(MASK | 126);
      out.writeShort(length);
    } else {
      out.writeByte(MASK | 127);
      out.writeLong(length);
    }
    out.writeInt(mask);
  }

  /** Masks the bytes from {@code from} to {@code end}, which are a frame's whole payload. */
  static void mask(ByteBuf out, int from, int end, int mask) {
    long wide = (((long) mask) << Integer.SIZE) | (mask & 0xFFFF_FFFFL);
    int at = from;
    for (; end - at >= Long.BYTES; at += Long.BYTES) {
      out.setLong(at, out.getLong(at) ^ wide);
    }
    for (int shift = 24; at < end; at++, shift = (shift - 8) & 31) {
      out.setByte(at, out.getByte(at) ^ (mask >>> shift));
    }
  }
}
