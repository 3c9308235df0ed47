package dev.letterlock.storage.inbox.local;

import dev.letterlock.storage.inbox.local.disk.Keys;
import dev.letterlock.storage.inbox.local.disk.RecordBatch;
import dev.letterlock.storage.inbox.local.disk.Table;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The journal: the envelopes of the last commits, packed into chunks, and which of them are still
 * wanted. Most are acked within milliseconds; then their whole chunk is dropped before it ever
 * leaves the database's memory. The commit thread owns it.
 */
final class YoungGeneration {
  /** A chunk is closed when it would grow beyond this many bytes. */
  private static final int CHUNK_SIZE = 32 * 1024;

  private final ArrayDeque<YoungCommit> commits = new ArrayDeque<>();
  private final ArrayDeque<YoungCommit> live = new ArrayDeque<>();
  private final ArrayDeque<YoungCommit> left = new ArrayDeque<>();
  private final List<Chunk> dead = new ArrayList<>();
  private final CommitRecord record = new CommitRecord();

  private ByteBuffer staging = ByteBuffer.allocateDirect(2 * CHUNK_SIZE);
  private @Nullable YoungCommit current;
  private @Nullable Chunk chunk;
  private long nextNumber = 1;
  private long liveBytes;
  private long liveEnvelopes;
  private int submissions;
  private long neededFrom;

  /** A commit begins. It takes along the acks that none before it has put. */
  void begin(long time) {
    current = newCommit(nextNumber, time);
    chunk = null;
    staging.clear();
    if (record.isEmpty()) {
      record.begin(time);
    }
  }

  /** Number of the running commit, or of the next. */
  long number() {
    return nextNumber;
  }

  /** Copies an envelope in and gives it the next place of the inbox. */
  void store(DeviceInbox inbox, ByteBuffer source, int offset, int length, RecordBatch batch) {
    if (staging.position() + length > CHUNK_SIZE) {
      closeChunk(batch);
    }
    Chunk open = chunk;
    if (open == null) {
      open = current().addChunk(current().chunkCount());
      chunk = open;
      ensure(length);
    }
    int at = staging.position();
    staging.put(at, source, offset, length).position(at + length);
    long seq = inbox.nextSeq();
    inbox.place(open, open.add(inbox, seq, at, length));
    countLive(length);
    record.stored(inbox.device(), inbox.epoch(), seq, open.index(), at, length);
  }

  /** The record of the running commit. */
  CommitRecord record() {
    return record;
  }

  /** Counts a submission of the running commit. */
  void countSubmission() {
    current().addSubmission();
  }

  /** True if the running commit has something to say. */
  boolean hasRecord() {
    return !record.isEmpty();
  }

  /** Puts what the running commit says; it is not part of the journal until {@link #add}. */
  void finish(RecordBatch batch) {
    closeChunk(batch);
    batch.put(Table.STATE, Keys.commit(batch.key(), current().number()), record.finish());
  }

  /** The running commit is on disk. */
  void committed() {
    add(current());
    current = null;
    record.clear();
  }

  /** The running commit says nothing: nothing can be written. */
  void forgetRecord() {
    record.clear();
  }

  /** True between {@link #begin} and {@link #committed}. */
  boolean isFilling() {
    return current != null;
  }

  /** The running commit failed; the places in the inboxes are taken back by the caller. */
  void abandon() {
    for (int i = 0; i < current().chunkCount(); i++) {
      Chunk failed = current().chunk(i);
      for (int slot = 0; slot < failed.count(); slot++) {
        countDead(failed.length(slot));
      }
    }
    record.clear();
    // The number may be on disk all the same.
    nextNumber++;
  }

  /** A commit to fill: one that has left before, or a new one. */
  YoungCommit newCommit(long number, long time) {
    YoungCommit unused = current == null ? left.pollFirst() : current;
    return (unused == null ? new YoungCommit() : unused).begin(number, time);
  }

  /** Recovery found a commit. */
  void add(YoungCommit commit) {
    commits.addLast(commit);
    live.addLast(commit);
    submissions += commit.submissions();
    nextNumber = Math.max(nextNumber, commit.number() + 1);
  }

  /** One more envelope is wanted: of the running commit, or recovery found it. */
  void countLive(int bytes) {
    liveBytes += bytes;
    liveEnvelopes++;
  }

  /** Nobody wants the envelope in this slot any more. */
  void release(Chunk of, int slot) {
    countDead(of.length(slot));
    if (of.release()) {
      of.commit().chunkDied();
      if (!of.isDropped()) {
        dead.add(of);
      }
    }
  }

  /** A chunk of which nothing was wanted from the beginning. */
  void discard(Chunk unwanted) {
    unwanted.commit().chunkDied();
    dead.add(unwanted);
  }

  /**
   * Drops chunks without live envelopes, and commits that are needed for nothing more. The acks
   * that made them so must have been put before or with it.
   */
  void dropDead(RecordBatch batch) {
    for (Chunk chunk : dead) {
      batch.dropChunk(chunk.commit().number(), chunk.index());
    }
    dead.clear();
    oldestLive();
    YoungCommit first = commits.peekFirst();
    while (first != null && !first.hasLiveChunks() && first.number() < neededFrom) {
      batch.dropCommit(first.number());
      submissions -= first.submissions();
      left.addLast(commits.removeFirst());
      first = commits.peekFirst();
    }
  }

  boolean hasDead() {
    return !dead.isEmpty();
  }

  /** What earlier commits changed has records of its own. */
  void neededFrom(long number) {
    neededFrom = number;
  }

  /** Submissions in the journal. */
  int submissions() {
    return submissions;
  }

  long liveBytes() {
    return liveBytes;
  }

  /** Envelopes in the journal that are wanted. */
  long liveEnvelopes() {
    return liveEnvelopes;
  }

  /** The oldest commit of which something is wanted. */
  @Nullable YoungCommit oldestLive() {
    YoungCommit oldest = live.peekFirst();
    while (oldest != null && !oldest.hasLiveChunks()) {
      live.removeFirst();
      oldest = live.peekFirst();
    }
    return oldest;
  }

  /** From the oldest live commit. */
  Iterator<YoungCommit> live() {
    return live.iterator();
  }

  private void countDead(int bytes) {
    liveBytes -= bytes;
    liveEnvelopes--;
  }

  private void closeChunk(RecordBatch batch) {
    Chunk open = chunk;
    if (open != null) {
      batch.put(
          Table.STATE, Keys.chunk(batch.key(), current().number(), open.index()), staging.flip());
      staging.clear();
      chunk = null;
    }
  }

  private void ensure(int bytes) {
    if (staging.capacity() < bytes) {
      staging = ByteBuffer.allocateDirect(Integer.highestOneBit(bytes) * 2);
    }
  }

  private YoungCommit current() {
    return Objects.requireNonNull(current);
  }
}
