package dev.letterlock.protocol.codec;

import dev.letterlock.protocol.FrameType;
import io.netty.buffer.ByteBuf;

/** Writes the two bytes at the head of each frame. */
public final class FrameHead {
  private FrameHead() {}

  /**
   * Appends {@code type | flags 0} and makes room for the whole frame.
   *
   * @throws IllegalArgumentException if no valid frame of this type has {@code size} bytes
   */
  public static void write(FrameType type, int size, ByteBuf out) {
    write(type, 0, size, out);
  }

  /** As {@link #write(FrameType, int, ByteBuf)}, with flags. */
  public static void write(FrameType type, int flags, int size, ByteBuf out) {
    if (size < type.minSize() || size > type.maxSize()) {
      throw new IllegalArgumentException(
          "%s: %d bytes (expected: %d to %d)"
              .formatted(type.wireName(), size, type.minSize(), type.maxSize()));
    }
    out.ensureWritable(size).writeByte(type.code()).writeByte(flags);
  }
}
