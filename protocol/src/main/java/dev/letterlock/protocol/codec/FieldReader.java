package dev.letterlock.protocol.codec;

import dev.letterlock.protocol.Coded;
import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.ProtocolException;
import dev.letterlock.protocol.Wire;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.RequestId;
import dev.letterlock.protocol.id.UserId;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/**
 * Reads the fields of one frame in order and can neither leave the frame nor forget bytes of it.
 * Reusable, one thread at a time. Reads by index: the buffer's own indexes stay where they are.
 *
 * <p>Every method throws {@link ProtocolException} MALFORMED when the frame ends too early.
 */
public final class FieldReader {
  private static final int LAST_ASCII = 0x7E;
  private static final int FIRST_ASCII = 0x21;

  private ByteBuf buffer = Unpooled.EMPTY_BUFFER;
  private String frame = "";
  private int flags;
  private int position;
  private int end;

  /** Begins behind the header of a frame whose size was checked; its flags must be 0. */
  public void begin(FrameType type, ByteBuf source, int index, int length) {
    begin(type, 0, source, index, length);
  }

  /**
   * As above.
   *
   * @param knownFlags bits that may be set
   */
  public void begin(FrameType type, int knownFlags, ByteBuf source, int index, int length) {
    buffer = source;
    frame = type.wireName();
    position = index + Wire.HEADER_SIZE;
    end = index + length;
    flags = source.getUnsignedByte(index + 1);
    if ((flags & ~knownFlags) != 0) {
      throw malformed("flags", flags, knownFlags == 0 ? "0" : "only known bits");
    }
  }

  /** Whether this bit of the flags byte is set. */
  public boolean hasFlag(int bit) {
    return (flags & bit) != 0;
  }

  /**
   * Ends the frame.
   *
   * @throws ProtocolException MALFORMED if bytes are left
   */
  public void end() {
    if (position != end) {
      throw malformed("bytes left", remaining(), "0");
    }
  }

  public int u8() {
    return buffer.getUnsignedByte(take(Byte.BYTES));
  }

  public int u16() {
    return buffer.getUnsignedShort(take(Short.BYTES));
  }

  /** A u32, unsigned bits in an int. */
  public int u32() {
    return buffer.getInt(take(Integer.BYTES));
  }

  /** A u64, unsigned bits in a long. */
  public long u64() {
    return buffer.getLong(take(Long.BYTES));
  }

  /** A byte that is 0 or 1. */
  public boolean flag(String field) {
    return inRange(field, u8(), 0, 1) == 1;
  }

  /** A u32 within bounds. */
  public int u32(String field, int min, int max) {
    return (int) inRange(field, Integer.toUnsignedLong(u32()), min, max);
  }

  /** The u32 that ends a range of refs. */
  public int lastRef(int firstRef) {
    int lastRef = u32();
    if (Integer.compareUnsigned(lastRef, firstRef) < 0) {
      throw malformed("last ref", Integer.toUnsignedLong(lastRef), "not below the first");
    }
    return lastRef;
  }

  /** A u8 that is the code of one of {@code values}. */
  public <E extends Coded> E coded(String field, E[] values) {
    int code = u8();
    for (E value : values) {
      if (value.code() == code) {
        return value;
      }
    }
    throw malformed(field, code, "a known code");
  }

  /** A u8 that counts items of {@code itemSize} or more bytes, all within the frame. */
  public int count8(String field, int min, int max, int itemSize) {
    return count(field, u8(), min, max, itemSize);
  }

  /** A u16 that counts items of {@code itemSize} or more bytes, all within the frame. */
  public int count16(String field, int min, int max, int itemSize) {
    return count(field, u16(), min, max, itemSize);
  }

  /** A place in an inbox; both numbers below {@link Cursor#LIMIT}. */
  public Cursor cursor() {
    return new Cursor(counter("epoch"), counter("seq"));
  }

  public UserId userId() {
    return new UserId(u64(), u64());
  }

  public ConversationId conversationId() {
    return new ConversationId(u64(), u64());
  }

  public RequestId requestId() {
    return new RequestId(u64(), u64());
  }

  public DeviceAddress deviceAddress() {
    return new DeviceAddress(userId(), u32());
  }

  public OpaqueBytes bytes(int length) {
    return OpaqueBytes.copyOf(buffer, take(length), length);
  }

  /** Printable ASCII without blanks. */
  public String ascii(String field, int length) {
    int at = take(length);
    for (int i = at; i < at + length; i++) {
      inRange(field, buffer.getUnsignedByte(i), FIRST_ASCII, LAST_ASCII);
    }
    return buffer.toString(at, length, StandardCharsets.US_ASCII);
  }

  /** The buffer that {@link #position()} counts in. */
  public ByteBuf buffer() {
    return buffer;
  }

  /** Index of the next field. */
  public int position() {
    return position;
  }

  /** Bytes up to the end of the frame. */
  public int remaining() {
    return end - position;
  }

  /** Passes over everything that is left, which another codec reads. */
  public void skipRest() {
    position = end;
  }

  /** The fault of a field of this frame. */
  public ProtocolException malformed(String field, long value, String expected) {
    return ProtocolException.malformed(frame + " " + field, value, expected);
  }

  private long counter(String field) {
    long value = u64();
    if (Long.compareUnsigned(value, Cursor.LIMIT) >= 0) {
      throw malformed(field, value, "below 2^53");
    }
    return value;
  }

  private int count(String field, int count, int min, int max, int itemSize) {
    inRange(field, count, min, max);
    if (remaining() < count * itemSize) {
      throw malformed("bytes left", remaining(), count * itemSize + " or more");
    }
    return count;
  }

  private long inRange(String field, long value, int min, int max) {
    if (value < min || value > max) {
      throw malformed(field, value, min + " to " + max);
    }
    return value;
  }

  private int take(int bytes) {
    if (remaining() < bytes) {
      throw malformed("bytes left", remaining(), bytes + " or more");
    }
    int at = position;
    position += bytes;
    return at;
  }
}
