package dev.letterlock.storage.inbox.local;

import dev.letterlock.storage.inbox.local.disk.InboxDatabase;
import dev.letterlock.storage.inbox.local.disk.Keys;
import dev.letterlock.storage.inbox.local.disk.Table;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Finds single envelopes, young or filed, and whole chunks. The commit thread owns it. */
final class Envelopes {
  private static final int FIRST_CAPACITY = 1 << 16;

  private final InboxDatabase database;
  private final ByteBuffer key = ByteBuffer.allocateDirect(Keys.MAX_SIZE);
  private ByteBuffer contents = ByteBuffer.allocateDirect(FIRST_CAPACITY);

  Envelopes(InboxDatabase database) {
    this.database = database;
  }

  /** The envelope at a place, valid until the next call; null if there is none. */
  @Nullable ByteBuffer find(DeviceInbox inbox, long epoch, long seq) {
    if (!inbox.isYoung(epoch, seq)) {
      Keys.entry(key, inbox.device(), epoch, seq);
      return get(Table.ENTRIES) ? contents : null;
    }
    int place = (int) (seq - inbox.youngFirst());
    if (!inbox.young().isEnvelope(place)) {
      return null;
    }
    return envelope(inbox.young().chunk(place), inbox.young().slot(place));
  }

  /** The envelope in a slot of a live chunk, valid until the next call. */
  ByteBuffer envelope(Chunk chunk, int slot) {
    int offset = chunk.offset(slot);
    return load(chunk).limit(offset + chunk.length(slot)).position(offset);
  }

  /** A live chunk, valid until the next call. */
  ByteBuffer load(Chunk chunk) {
    Keys.chunk(key, chunk.commit().number(), chunk.index());
    if (!get(Table.STATE)) {
      throw new IllegalStateException(
          "chunk " + chunk.commit().number() + "/" + chunk.index() + ": absent (expected: live)");
    }
    return contents;
  }

  private boolean get(Table table) {
    int size = database.get(table, key.duplicate(), contents.clear());
    if (size > contents.capacity()) {
      contents = ByteBuffer.allocateDirect(Integer.highestOneBit(size) * 2);
      size = database.get(table, key.duplicate(), contents.clear());
    }
    if (size >= 0) {
      contents.position(0).limit(size);
    }
    return size >= 0;
  }
}
