package dev.letterlock.client.transport;

import io.netty.buffer.ByteBuf;

/** Writes the frames of a client, whole and masked, in one pass over the payload (RFC 6455 §5). */
final class MaskedFrames {

  /** Bytes before the longest payload. */
  static final int MAX_HEADER = 14;

  private static final int FIN = 0x80;
  private static final int MASK = 0x80;
  private static final int LARGEST_TINY = 125;
  private static final int LARGEST_SHORT = 0xFFFF;

  private MaskedFrames() {}

  /**
   * Appends one frame to {@code out}, which must have room for {@link #MAX_HEADER} and the payload;
   * the payload is read between its indices, which stay as they are.
   */
  static void write(ByteBuf out, int opcode, ByteBuf payload, int mask) {
    int length = payload.readableBytes();
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
    copyMasked(out, payload, length, mask);
  }

  private static void copyMasked(ByteBuf out, ByteBuf payload, int length, int mask) {
    long wide = (((long) mask) << Integer.SIZE) | (mask & 0xFFFF_FFFFL);
    int from = payload.readerIndex();
    int end = from + length;
    int to = out.writerIndex();
    for (; end - from >= Long.BYTES; from += Long.BYTES, to += Long.BYTES) {
      out.setLong(to, payload.getLong(from) ^ wide);
    }
    for (int shift = 24; from < end; from++, to++, shift = (shift - 8) & 31) {
      out.setByte(to, payload.getByte(from) ^ (mask >>> shift));
    }
    out.writerIndex(to);
  }
}
