package dev.letterlock.crypto;

import java.nio.ByteBuffer;
import java.util.UUID;

/** UUIDs as 16 big-endian bytes, ordered as those bytes are (unlike {@link UUID#compareTo}). */
final class Uuids {

  static final int SIZE = 16;

  private Uuids() {}

  static ByteBuffer write(ByteBuffer out, UUID id) {
    return out.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
  }

  static int compareBytes(UUID left, UUID right) {
    int high = Long.compareUnsigned(left.getMostSignificantBits(), right.getMostSignificantBits());
    return high != 0
        ? high
        : Long.compareUnsigned(left.getLeastSignificantBits(), right.getLeastSignificantBits());
  }
}
