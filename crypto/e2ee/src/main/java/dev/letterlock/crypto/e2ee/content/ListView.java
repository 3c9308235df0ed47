package dev.letterlock.crypto.e2ee.content;

import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.group.GroupState;
import dev.letterlock.crypto.primitive.Hash32;
import java.nio.ByteBuffer;

/**
 * Which version of a signed chain somebody sees (docs/E2EE.md §2.6): 16 bytes, {@code version u64 |
 * hash 8}. Two views of one version with different hashes mean that the server shows people
 * different things.
 *
 * @param version of a device list, or epoch of a group
 * @param hash8 the first eight bytes of its hash
 */
public record ListView(long version, long hash8) {

  /** Nothing seen, as before the first list is known. */
  public static final ListView NONE = new ListView(0, 0);

  static final int SIZE = 16;

  public static ListView of(E1 e1, DeviceList list) {
    return new ListView(list.version(), firstBytes(list.listHash(e1)));
  }

  public static ListView of(E1 e1, GroupState state) {
    return new ListView(Integer.toUnsignedLong(state.epoch()), firstBytes(state.stateHash(e1)));
  }

  static ListView read(ByteBuffer in) {
    return new ListView(in.getLong(), in.getLong());
  }

  void writeTo(ByteBuffer out) {
    out.putLong(version).putLong(hash8);
  }

  private static long firstBytes(Hash32 hash) {
    return ByteBuffer.wrap(hash.toByteArray()).getLong();
  }
}
