package dev.letterlock.whole;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;

/** A Deliver frame whose fields can be put together anew (docs/PROTOCOL.md §5.4, §6). */
final class DeliverBytes {
  private static final int DELIVER = 0x44;
  private static final int CURSOR = 2;
  private static final int TIME = 19;
  private static final int MESSAGE = 71;
  private static final int FIXED = 87;

  private final byte[] fixed;
  private final byte[] header;
  private final byte[] slice;

  private DeliverBytes(byte[] fixed, byte[] header, byte[] slice) {
    this.fixed = fixed;
    this.header = header;
    this.slice = slice;
  }

  static boolean is(byte[] frame) {
    return Byte.toUnsignedInt(frame[0]) == DELIVER;
  }

  /** A message to a group has no record of its own for each device. */
  static boolean isOfGroup(byte[] frame) {
    return is(frame) && of(frame).header.length == 0;
  }

  static DeliverBytes of(byte[] frame) {
    ByteBuffer in = ByteBuffer.wrap(frame);
    byte[] fixed = new byte[FIXED];
    in.get(fixed);
    byte[] header = new byte[in.getShort()];
    in.get(header);
    byte[] slice = new byte[in.getInt()];
    in.get(slice);
    return new DeliverBytes(fixed, header, slice);
  }

  byte[] header() {
    return header.clone();
  }

  byte[] slice() {
    return slice.clone();
  }

  byte[] frame() {
    return ByteBuffer.allocate(FIXED + Short.BYTES + header.length + Integer.BYTES + slice.length)
        .put(fixed)
        .putShort((short) header.length)
        .put(header)
        .putInt(slice.length)
        .put(slice)
        .array();
  }

  /** In the place of the inbox where {@code other} is. */
  DeliverBytes at(DeliverBytes other) {
    byte[] moved = fixed.clone();
    System.arraycopy(other.fixed, CURSOR, moved, CURSOR, 2 * Long.BYTES);
    return new DeliverBytes(moved, header, slice);
  }

  /** As if the server had accepted it when it accepted {@code other}. */
  DeliverBytes acceptedWith(DeliverBytes other) {
    byte[] late = fixed.clone();
    System.arraycopy(other.fixed, TIME, late, TIME, Long.BYTES);
    return new DeliverBytes(late, header, slice);
  }

  DeliverBytes under(UUID message) {
    byte[] renamed = fixed.clone();
    ByteBuffer.wrap(renamed, MESSAGE, 2 * Long.BYTES)
        .putLong(message.getMostSignificantBits())
        .putLong(message.getLeastSignificantBits());
    return new DeliverBytes(renamed, header, slice);
  }

  DeliverBytes withHeader(byte[] other) {
    return new DeliverBytes(fixed, other, slice);
  }

  DeliverBytes withSlice(byte[] other) {
    return new DeliverBytes(fixed, header, other);
  }

  /** With one bit of these bytes turned. */
  static byte[] tampered(byte[] bytes, int at) {
    byte[] changed = bytes.clone();
    changed[at] ^= 1;
    return changed;
  }

  /** Without the last of these bytes. */
  static byte[] cutOff(byte[] bytes) {
    return Arrays.copyOf(bytes, bytes.length - 7);
  }
}
