package dev.letterlock.storage.inbox.local;

import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.storage.inbox.engine.Micros;
import dev.letterlock.storage.inbox.local.disk.Keys;
import dev.letterlock.storage.inbox.local.disk.RecordBatch;
import dev.letterlock.storage.inbox.local.disk.Table;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Moves envelopes whose devices have not come for them from the journal to the table of entries,
 * from the oldest on, a few chunks with every commit, so that the journal stays small and is soon
 * read after a crash. Memory follows when the batch is committed. The commit thread owns it.
 */
final class Filing {
  private static final int CHUNKS_PER_COMMIT = 32;

  private final YoungGeneration young;
  private final Envelopes envelopes;
  private final Tuning tuning;
  private final List<Chunk> filed = new ArrayList<>();

  Filing(YoungGeneration young, Envelopes envelopes, Tuning tuning) {
    this.young = young;
    this.envelopes = envelopes;
    this.tuning = tuning;
  }

  /** True if what waits in the journal is too much or too old. */
  boolean isDue(long now) {
    YoungCommit oldest = young.oldestLive();
    return oldest != null
        && (young.liveBytes() > tuning.youngBytes()
            || young.submissions() > tuning.youngSubmissions()
            || now - oldest.time() > Micros.of(tuning.youngAge()));
  }

  /**
   * Files the envelope between position and limit at once, under the next place of an inbox whose
   * ring is empty: its device is away, so that the journal would be a detour.
   */
  void fileAtOnce(DeviceInbox inbox, ByteBuffer envelope, RecordBatch batch) {
    put(inbox, inbox.nextSeq(), envelope, batch);
    young.record().stored(inbox.device(), inbox.epoch(), inbox.nextSeq(), CommitRecord.FILED, 0, 0);
    inbox.placeFiled();
  }

  /** Files the oldest live chunks, a few commits of them. */
  void step(RecordBatch batch) {
    Iterator<YoungCommit> commits = young.live();
    while (commits.hasNext() && filed.size() < CHUNKS_PER_COMMIT) {
      YoungCommit commit = commits.next();
      for (int i = 0; i < commit.chunkCount(); i++) {
        if (commit.chunk(i).isLive()) {
          file(commit.chunk(i), batch);
        }
      }
    }
  }

  /** Files all that one inbox has in the journal. */
  void file(DeviceInbox inbox, RecordBatch batch) {
    YoungRing ring = inbox.young();
    for (int place = 0; place < ring.size(); place++) {
      if (ring.isEnvelope(place)) {
        ByteBuffer envelope = envelopes.envelope(ring.chunk(place), ring.slot(place));
        put(inbox, inbox.youngFirst() + place, envelope, batch);
      }
    }
  }

  /** What {@link #file(DeviceInbox, RecordBatch)} put is committed, or of no use to anybody. */
  void emptyRing(DeviceInbox inbox) {
    emptyRingTo(inbox, new Cursor(inbox.epoch(), inbox.lastSeq()));
  }

  /** The places up to {@code upTo} leave the ring. */
  void emptyRingTo(DeviceInbox inbox, Cursor upTo) {
    if (upTo.epoch() == inbox.epoch()) {
      releaseTo(inbox, upTo.seq());
    }
  }

  /** What {@link #step} put is committed: memory follows. */
  void committed() {
    for (Chunk chunk : filed) {
      chunk.dropped();
      for (int slot = 0; slot < chunk.count(); slot++) {
        releaseTo(chunk.owner(slot), chunk.seq(slot));
      }
    }
    filed.clear();
  }

  /** The batch failed: nothing happened. */
  void abandon() {
    filed.clear();
  }

  private void releaseTo(DeviceInbox inbox, long seq) {
    YoungRing ring = inbox.young();
    while (ring.size() > 0 && inbox.youngFirst() <= seq) {
      if (ring.isEnvelope(0)) {
        young.release(ring.chunk(0), ring.slot(0));
      }
      ring.removeOldest();
    }
  }

  private void file(Chunk chunk, RecordBatch batch) {
    ByteBuffer contents = envelopes.load(chunk);
    for (int slot = 0; slot < chunk.count(); slot++) {
      DeviceInbox owner = chunk.owner(slot);
      long seq = chunk.seq(slot);
      int place = (int) (seq - owner.youngFirst());
      if (isAt(owner.young(), place, chunk, slot)) {
        int offset = chunk.offset(slot);
        contents.limit(offset + chunk.length(slot)).position(offset);
        put(owner, seq, contents, batch);
      }
    }
    batch.dropChunk(chunk.commit().number(), chunk.index());
    filed.add(chunk);
  }

  private static boolean isAt(YoungRing ring, int place, Chunk chunk, int slot) {
    return place >= 0
        && place < ring.size()
        && ring.isEnvelope(place)
        && ring.chunk(place) == chunk
        && ring.slot(place) == slot;
  }

  private static void put(DeviceInbox owner, long seq, ByteBuffer envelope, RecordBatch batch) {
    batch.put(Table.ENTRIES, Keys.entry(batch.key(), owner.device(), owner.epoch(), seq), envelope);
  }
}
