package dev.letterlock.storage.inbox.local;

import dev.letterlock.protocol.frame.server.Gap;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.inbox.Submission;
import dev.letterlock.storage.inbox.local.disk.InboxDatabase;
import dev.letterlock.storage.inbox.local.disk.Keys;
import dev.letterlock.storage.inbox.local.disk.RecordBatch;
import dev.letterlock.storage.inbox.local.disk.Table;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns envelopes that still wait into gaps: expired ones, and those that a newer message with the
 * same collapse tag replaces. Memory follows when the batch is committed. The commit thread owns
 * it.
 */
final class Gaps {
  private static final int PLACE_SIZE = 2 * Long.BYTES;

  private final InboxDatabase database;
  private final Inboxes inboxes;
  private final YoungGeneration young;
  private final Map<Place, Made> made = new LinkedHashMap<>();
  private final Map<ByteBuffer, Cursor> collapsing = new HashMap<>();
  private final ByteBuffer key = ByteBuffer.allocateDirect(Keys.MAX_SIZE);
  private final ByteBuffer value = ByteBuffer.allocateDirect(PLACE_SIZE);

  Gaps(InboxDatabase database, Inboxes inboxes, YoungGeneration young) {
    this.database = database;
    this.inboxes = inboxes;
    this.young = young;
  }

  /** True if the running batch makes none. */
  boolean isEmpty() {
    return made.isEmpty();
  }

  /** Makes a gap of the envelope if it still waits; true if it did. */
  boolean make(DeviceInbox inbox, long epoch, long seq, Gap.Reason reason, RecordBatch batch) {
    Place place = new Place(inbox.device(), epoch, seq);
    if (inbox.isAcked(epoch, seq) || inbox.isAged(epoch, seq) || made.containsKey(place)) {
      return false;
    }
    if (inbox.isYoung(epoch, seq)) {
      if (!inbox.young().isEnvelope((int) (seq - inbox.youngFirst()))) {
        return false;
      }
    } else if (!dropFiled(inbox.device(), epoch, seq, batch)) {
      return false;
    }
    value.clear().put((byte) reason.code()).flip();
    batch.put(Table.STATE, Keys.gap(batch.key(), inbox.device(), epoch, seq), value);
    made.put(place, new Made(inbox, epoch, seq, reason));
    inbox.countGaps(epoch, 1);
    return true;
  }

  /** The submission's envelope at this place replaces the earlier one with its tag. */
  void collapse(DeviceInbox inbox, Submission by, long seq, RecordBatch batch) {
    UserId sender = by.sender().user();
    Keys.collapse(key, inbox.device(), by.collapseHigh(), by.collapseLow(), sender);
    ByteBuffer name = ByteBuffer.allocate(key.remaining()).put(key.duplicate()).flip();
    Cursor before = collapsing.put(name, new Cursor(inbox.epoch(), seq));
    if (before == null) {
      before = recorded();
    }
    if (before != null) {
      make(inbox, before.epoch(), before.seq(), Gap.Reason.COLLAPSED, batch);
    }
    value.clear().putLong(inbox.epoch()).putLong(seq).flip();
    batch.put(Table.STATE, key, value);
  }

  /** The batch is committed: memory follows. */
  void committed() {
    for (Made gap : made.values()) {
      DeviceInbox inbox = gap.inbox();
      if (inbox.isYoung(gap.epoch(), gap.seq())) {
        int place = (int) (gap.seq() - inbox.youngFirst());
        young.release(inbox.young().chunk(place), inbox.young().slot(place));
        inbox.young().makeGap(place, gap.reason());
      }
      inboxes.touch(inbox);
    }
    made.clear();
    collapsing.clear();
  }

  /** The batch failed: nothing happened. */
  void abandon() {
    made.values().forEach(gap -> gap.inbox().countGaps(gap.epoch(), -1));
    made.clear();
    collapsing.clear();
  }

  private boolean dropFiled(DeviceAddress device, long epoch, long seq, RecordBatch batch) {
    value.clear();
    if (database.get(Table.ENTRIES, Keys.entry(batch.key(), device, epoch, seq), value) < 0) {
      return false;
    }
    batch.delete(Table.ENTRIES, Keys.entry(batch.key(), device, epoch, seq));
    return true;
  }

  private @Nullable Cursor recorded() {
    value.clear();
    int size = database.get(Table.STATE, key.duplicate(), value);
    if (size < 0) {
      return null;
    }
    value.position(0);
    return new Cursor(value.getLong(), value.getLong());
  }

  private record Made(DeviceInbox inbox, long epoch, long seq, Gap.Reason reason) {}

  private record Place(DeviceAddress device, long epoch, long seq) {}
}
