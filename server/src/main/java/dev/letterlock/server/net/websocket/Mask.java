package dev.letterlock.server.net.websocket;

import io.netty.buffer.ByteBuf;

/** The masking of client payloads (RFC 6455 §5.3), eight bytes a step. */
final class Mask {

  private Mask() {}

  /** Removes {@code mask} from {@code length} bytes at {@code index}. */
  static void removeInPlace(ByteBuf buffer, int index, int length, int mask) {
    long wide = wide(mask);
    int at = index;
    int end = index + length;
    for (; at <= end - Long.BYTES; at += Long.BYTES) {
      buffer.setLong(at, buffer.getLong(at) ^ wide);
    }
    for (int i = 0; at < end; at++, i++) {
      buffer.setByte(at, buffer.getByte(at) ^ octet(mask, i));
    }
  }

  /** Moves {@code length} bytes from one buffer to the other and removes the mask on the way. */
  static void removeWhileCopying(ByteBuf from, ByteBuf to, int length, int mask) {
    to.ensureWritable(length);
    long wide = wide(mask);
    int left = length;
    for (; left >= Long.BYTES; left -= Long.BYTES) {
      to.writeLong(from.readLong() ^ wide);
    }
    for (int i = 0; i < left; i++) {
      to.writeByte(from.readByte() ^ octet(mask, i));
    }
  }

  /** The mask as seen from {@code consumed} bytes further on. */
  static int advance(int mask, int consumed) {
    return Integer.rotateLeft(mask, (consumed & 3) * Byte.SIZE);
  }

  private static long wide(int mask) {
    return ((long) mask << Integer.SIZE) | (mask & 0xFFFFFFFFL);
  }

  private static int octet(int mask, int position) {
    return mask >>> ((3 - (position & 3)) * Byte.SIZE);
  }
}
