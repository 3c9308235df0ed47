package dev.letterlock.crypto.e2ee.group;

import dev.letterlock.crypto.group.GroupState;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A group view as profiles held it before all states were kept. */
final class FirstGroupView {

  private FirstGroupView() {}

  static byte[] of(GroupState current, @Nullable GroupState previous, long since) {
    byte[] before = previous == null ? new byte[0] : previous.encode();
    byte[] now = current.encode();
    return ByteBuffer.allocate(1 + Long.BYTES + Integer.BYTES + before.length + now.length)
        .put((byte) 1)
        .putLong(since)
        .putInt(before.length)
        .put(before)
        .put(now)
        .array();
  }
}
