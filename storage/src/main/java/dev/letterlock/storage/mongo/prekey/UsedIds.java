package dev.letterlock.storage.mongo.prekey;

import dev.letterlock.protocol.OpaqueBytes;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;

/**
 * The key ids of one kind that a device has used, 4 bytes each, newest last. Ids are random u32
 * (docs/E2EE.md R5), so none tells which came before it; memory is bounded to the newest.
 */
record UsedIds(Binary ids) {
  /** About twenty full refills of one-time keys. */
  static final int REMEMBERED = 2_048;

  static UsedIds of(@Nullable Binary stored) {
    return new UsedIds(stored == null ? new Binary(new byte[0]) : stored);
  }

  /** These ids and those of the keys; empty if one was used before or stands there twice. */
  Optional<UsedIds> plus(List<OpaqueBytes> keys) {
    Set<Integer> seen = new HashSet<>();
    ByteBuffer old = ByteBuffer.wrap(ids.getData());
    while (old.hasRemaining()) {
      seen.add(old.getInt());
    }
    byte[] all = Arrays.copyOf(ids.getData(), ids.length() + keys.size() * Integer.BYTES);
    ByteBuffer added = ByteBuffer.wrap(all).position(ids.length());
    for (OpaqueBytes key : keys) {
      int id = ByteBuffer.wrap(key.toByteArray()).getInt();
      if (!seen.add(id)) {
        return Optional.empty();
      }
      added.putInt(id);
    }
    return Optional.of(new UsedIds(newest(all)));
  }

  private static Binary newest(byte[] all) {
    int excess = Math.max(0, all.length - REMEMBERED * Integer.BYTES);
    return new Binary(Arrays.copyOfRange(all, excess, all.length));
  }
}
