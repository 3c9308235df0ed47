package dev.letterlock.crypto;

import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * UUIDs as 16 big-endian bytes (docs/E2EE.md §2.1), ordered as those are (unlike {@link
 * UUID#compareTo}).
 */
public final class Uuids {

  public static final int SIZE = 16;

  private Uuids() {}

  /** Appends the 16 bytes. */
  public static ByteBuffer write(ByteBuffer out, UUID id) {
    return out.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
  }

  /** Reads 16 bytes at the buffer's position. */
  public static UUID read(ByteBuffer in) {
    return new UUID(in.getLong(), in.getLong());
  }

  /** Compares as the bytes do. */
  public static int compareBytes(UUID left, UUID right) {
    int high = Long.compareUnsigned(left.getMostSignificantBits(), right.getMostSignificantBits());
    return high != 0
        ? high
        : Long.compareUnsigned(left.getLeastSignificantBits(), right.getLeastSignificantBits());
  }
}
