package dev.letterlock.storage.inbox.local;

import dev.letterlock.protocol.frame.server.Gap;
import dev.letterlock.protocol.frame.server.Receipt;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.storage.inbox.engine.GapCodes;
import dev.letterlock.storage.inbox.local.disk.InboxDatabase;
import dev.letterlock.storage.inbox.local.disk.Keys;
import dev.letterlock.storage.inbox.local.disk.RecordBatch;
import dev.letterlock.storage.inbox.local.disk.RecordScan;
import dev.letterlock.storage.inbox.local.disk.Table;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Reads the journal after the database was opened, and rebuilds what only memory had: the rings of
 * the inboxes, their last seqs and acks, the send windows, the receipts.
 */
final class Recovery implements CommitRecord.Visitor {
  private final LiveState state;
  private final InboxDatabase database;
  private final Map<Long, List<Integer>> present = new HashMap<>();
  private final Map<DeviceInbox, Long> lastSeqs = new HashMap<>();
  private final Map<Integer, Chunk> chunks = new HashMap<>();
  private YoungCommit commit = new YoungCommit();

  Recovery(LiveState state) {
    this.state = state;
    this.database = state.database();
  }

  /** Replays the journal; drops on disk what nothing refers to. */
  void replay(RecordBatch batch) {
    ByteBuffer prefix = ByteBuffer.allocateDirect(Keys.MAX_SIZE);
    findChunks(prefix);
    try (RecordScan scan = database.scan(Table.STATE)) {
      boolean more = scan.seek(Keys.kind(prefix, Keys.COMMIT));
      while (more) {
        replay(scan.key().getLong(1), scan.value());
        more = scan.next();
      }
    }
    lastSeqs.forEach(Recovery::closeRing);
    lastSeqs.keySet().forEach(inbox -> restoreGaps(inbox, prefix));
    present.forEach((number, orphans) -> orphans.forEach(i -> batch.dropChunk(number, i)));
    state.young().dropDead(batch);
  }

  @Override
  public void sent(
      DeviceAddress sender,
      long position,
      long idHigh,
      long idLow,
      long hash,
      long time,
      DeviceAddress[] full) {
    commit.addSubmission();
    DeviceInbox inbox = state.inboxes().get(sender);
    SendWindow window = state.windows().of(inbox);
    if (position < window.count()) {
      return;
    }
    if (position > window.count()) {
      window = new SendWindow();
      window.startAt(position);
      inbox.window(window);
    }
    state.windows().changes(inbox, window);
    window.append(idHigh, idLow, hash, time, full);
  }

  @Override
  public void stored(
      DeviceAddress target, long epoch, long seq, int index, int offset, int length) {
    DeviceInbox inbox = state.inboxes().get(target);
    if (epoch != inbox.epoch()) {
      return;
    }
    long known = lastSeqs.computeIfAbsent(inbox, DeviceInbox::lastSeq);
    lastSeqs.put(inbox, Math.max(known, seq));
    state.inboxes().advances(inbox);
    if (index == CommitRecord.FILED) {
      return;
    }
    Chunk chunk = chunks.get(index);
    if (chunk == null || inbox.isAcked(epoch, seq) || inbox.isAged(epoch, seq)) {
      return;
    }
    if (inbox.young().size() == 0) {
      inbox.recoverLastSeq(seq - 1);
    }
    fillTo(inbox, seq - 1);
    inbox.place(chunk, chunk.add(inbox, seq, offset, length));
    state.young().countLive(length);
  }

  @Override
  public void acked(DeviceAddress device, long epoch, long seq, long confirmedMark) {
    DeviceInbox inbox = state.inboxes().get(device);
    if (epoch == inbox.epoch() && seq > inbox.lastSeq()) {
      // Its envelopes were dropped with the ack.
      closeRing(inbox, seq);
    }
    if (!inbox.isBeyond(epoch, seq)) {
      state.acks().ack(inbox, epoch, seq);
    }
    state.acks().confirm(inbox, confirmedMark);
    state.inboxes().advances(inbox);
  }

  @Override
  public void raised(ReceiptKey key, Receipt.Kind kind, long upTo, long mark) {
    state.receipts().recover(key, kind, upTo, mark, commit.number());
  }

  private void findChunks(ByteBuffer prefix) {
    try (RecordScan scan = database.scan(Table.STATE)) {
      boolean more = scan.seek(Keys.kind(prefix, Keys.CHUNK));
      while (more) {
        int index = Short.toUnsignedInt(scan.key().getShort(9));
        present.computeIfAbsent(scan.key().getLong(1), _ -> new ArrayList<>()).add(index);
        more = scan.next();
      }
    }
  }

  private void replay(long number, ByteBuffer record) {
    commit = state.young().newCommit(number, CommitRecord.time(record));
    chunks.clear();
    for (int index : Objects.requireNonNullElse(present.remove(number), List.<Integer>of())) {
      chunks.put(index, commit.addChunk(index));
    }
    CommitRecord.read(record, this);
    for (int i = 0; i < commit.chunkCount(); i++) {
      if (!commit.chunk(i).isLive()) {
        state.young().discard(commit.chunk(i));
      }
    }
    state.young().add(commit);
  }

  /** Ends the ring at the last seq that was given out. */
  private static void closeRing(DeviceInbox inbox, long lastSeq) {
    if (inbox.young().size() == 0) {
      inbox.recoverLastSeq(lastSeq);
    } else {
      fillTo(inbox, lastSeq);
    }
  }

  /** Places whose envelopes are gone: what took them is found in the gap records. */
  private static void fillTo(DeviceInbox inbox, long seq) {
    while (inbox.lastSeq() < seq) {
      inbox.young().addGap(Gap.Reason.EXPIRED);
      inbox.recoverLastSeq(inbox.lastSeq() + 1);
    }
  }

  private void restoreGaps(DeviceInbox inbox, ByteBuffer prefix) {
    int count = 0;
    try (RecordScan scan = database.scan(Table.STATE)) {
      boolean more = scan.seek(Keys.ofDevice(prefix, Keys.GAP, inbox.device()));
      while (more) {
        Cursor at = Trimmer.place(scan.key(), 1 + Keys.DEVICE_SIZE);
        if (at.epoch() == inbox.epoch() && !inbox.isAcked(at.epoch(), at.seq())) {
          count++;
          if (inbox.isYoung(at.epoch(), at.seq())) {
            punch(
                inbox, (int) (at.seq() - inbox.youngFirst()), GapCodes.reason(scan.value().get(0)));
          }
        }
        more = scan.next();
      }
    }
    inbox.gaps(count);
  }

  private void punch(DeviceInbox inbox, int place, Gap.Reason reason) {
    YoungRing ring = inbox.young();
    if (ring.isEnvelope(place)) {
      state.young().release(ring.chunk(place), ring.slot(place));
    }
    ring.makeGap(place, reason);
  }
}
