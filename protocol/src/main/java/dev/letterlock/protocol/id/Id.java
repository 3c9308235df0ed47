package dev.letterlock.protocol.id;

import io.netty.buffer.ByteBuf;
import java.util.UUID;

/**
 * A 16-byte name, kept as two longs. On the wire: {@code high u64 | low u64}, big-endian, which is
 * the byte order of a UUID (docs/PROTOCOL.md §2). The static methods serve the hot path, which
 * compares and copies ids without making objects of them.
 */
public sealed interface Id permits UserId, MessageId, ConversationId, RequestId {
  /** Bytes of an id on the wire. */
  int SIZE = 16;

  long high();

  long low();

  /** True for the 16 zero bytes, which mean "none" where a field may be absent. */
  default boolean isNil() {
    return (high() | low()) == 0;
  }

  default UUID toUuid() {
    return new UUID(high(), low());
  }

  /** Appends the 16 bytes to {@code out}. */
  default void writeTo(ByteBuf out) {
    out.writeLong(high()).writeLong(low());
  }

  /** The upper half of the id that begins at {@code index}. */
  static long high(ByteBuf buffer, int index) {
    return buffer.getLong(index);
  }

  /** The lower half of the id that begins at {@code index}. */
  static long low(ByteBuf buffer, int index) {
    return buffer.getLong(index + Long.BYTES);
  }
}
