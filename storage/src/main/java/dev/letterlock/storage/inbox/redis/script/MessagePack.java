package dev.letterlock.storage.inbox.redis.script;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Writes one flat array of numbers and bytes as scripts read it (msgpack). One thread uses it. */
public final class MessagePack {
  /** No number may reach this: scripts count in doubles. */
  public static final long LIMIT = 1L << 53;

  private static final int ARRAY_32 = 0xdd;
  private static final int RAW_16 = 0xda;
  private static final int FIXED_RAW = 0xa0;
  private static final int UINT_32 = 0xce;
  private static final int UINT_64 = 0xcf;
  private static final int SMALL = 128;
  private static final int SHORT = 32;

  private final ByteBuf out = Unpooled.buffer();
  private int count;

  public MessagePack() {
    clear();
  }

  public void clear() {
    out.clear().writeByte(ARRAY_32).writeInt(0);
    count = 0;
  }

  public MessagePack number(long number) {
    if (number < 0 || number >= LIMIT) {
      throw new IllegalArgumentException("number: " + number + " (expected: 0 to 2^53)");
    }
    if (number < SMALL) {
      out.writeByte((int) number);
    } else if (number <= 0xffffffffL) {
      out.writeByte(UINT_32).writeInt((int) number);
    } else {
      out.writeByte(UINT_64).writeLong(number);
    }
    count++;
    return this;
  }

  /** What cannot be told from the highest number that is written. */
  public MessagePack clamped(long unsigned) {
    return number(unsigned < 0 || unsigned >= LIMIT ? LIMIT - 1 : unsigned);
  }

  public MessagePack flag(boolean flag) {
    return number(flag ? 1 : 0);
  }

  /** Begins bytes; the caller appends so many to the result. */
  public ByteBuf bytes(int size) {
    if (size < SHORT) {
      out.writeByte(FIXED_RAW | size);
    } else {
      out.writeByte(RAW_16).writeShort(size);
    }
    count++;
    return out;
  }

  /** Room for a number below 2^32 that is known later; returns where. */
  public int later() {
    out.writeByte(UINT_32).writeInt(0);
    count++;
    return out.writerIndex() - Integer.BYTES;
  }

  public void set(int place, int number) {
    out.setInt(place, number);
  }

  /** The array; valid until the next change. */
  public ByteBuf finished() {
    return out.setInt(1, count);
  }
}
