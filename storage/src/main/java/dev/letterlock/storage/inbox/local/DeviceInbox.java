package dev.letterlock.storage.inbox.local;

import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.storage.inbox.InboxState;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * State of one inbox: how far it was given out and acked, and where its newest envelopes lie. The
 * young ones (in the ring, in the journal) follow the filed ones (in the table of entries) without
 * a hole. The commit thread owns it.
 */
final class DeviceInbox {
  /** Bytes of the record that keeps it. */
  static final int RECORD_SIZE = 10 * Long.BYTES + 2 * Integer.BYTES;

  private final DeviceAddress device;
  private final YoungRing young = new YoungRing();

  private long generation;
  private long epoch;
  private long lastSeq;
  private long ackEpoch;
  private long ackSeq;
  private long agedEpoch;
  private long agedSeq;
  private long trimmedEpoch;
  private long trimmedSeq;
  private long confirmedMark;
  private int backlog;
  private int gaps;

  private @Nullable SendWindow window;
  private boolean touched;
  private long lagsSince;
  private int lastUse;

  /** An inbox that was never written to. */
  DeviceInbox(DeviceAddress device, long generation) {
    this.device = device;
    this.generation = generation;
    startEpoch(generation);
    ackEpoch = epoch;
    trimmedEpoch = epoch;
  }

  /** An inbox as it was recorded. */
  DeviceInbox(DeviceAddress device, ByteBuffer record) {
    this.device = device;
    generation = record.getLong();
    epoch = record.getLong();
    lastSeq = record.getLong();
    ackEpoch = record.getLong();
    ackSeq = record.getLong();
    agedEpoch = record.getLong();
    agedSeq = record.getLong();
    trimmedEpoch = record.getLong();
    trimmedSeq = record.getLong();
    confirmedMark = record.getLong();
    backlog = record.getInt();
    gaps = record.getInt();
  }

  void writeTo(ByteBuffer record) {
    record.putLong(generation).putLong(epoch).putLong(lastSeq);
    record.putLong(ackEpoch).putLong(ackSeq).putLong(agedEpoch).putLong(agedSeq);
    record.putLong(trimmedEpoch).putLong(trimmedSeq).putLong(confirmedMark);
    record.putInt(backlog).putInt(gaps);
  }

  DeviceAddress device() {
    return device;
  }

  long generation() {
    return generation;
  }

  long epoch() {
    return epoch;
  }

  long lastSeq() {
    return lastSeq;
  }

  YoungRing young() {
    return young;
  }

  /** Seq of the oldest place in the ring, or the next to be given out. */
  long youngFirst() {
    return lastSeq - young.size() + 1;
  }

  /** Envelopes that wait. */
  long undelivered() {
    return ackEpoch == epoch ? lastSeq - ackSeq - gaps : backlog + lastSeq - gaps;
  }

  InboxState state() {
    return new InboxState(acked(), epoch, lastSeq, new Cursor(agedEpoch, agedSeq), confirmedMark);
  }

  Cursor acked() {
    return new Cursor(ackEpoch, ackSeq);
  }

  /** The seq that the next envelope gets. */
  long nextSeq() {
    return lastSeq + 1;
  }

  /** Gives out the next place to the envelope in this slot of a chunk. */
  void place(Chunk chunk, int slot) {
    young.add(chunk, slot);
    lastSeq++;
  }

  /** Gives out the next place to an envelope that is filed at once; the ring is empty. */
  void placeFiled() {
    lastSeq++;
  }

  /** True if the place is in the ring. */
  boolean isYoung(long atEpoch, long atSeq) {
    return atEpoch == epoch && atSeq >= youngFirst() && atSeq <= lastSeq;
  }

  /** So many envelopes of the current or an earlier epoch became gaps. */
  void countGaps(long atEpoch, int count) {
    if (atEpoch == epoch) {
      gaps += count;
    } else {
      backlog -= count;
    }
  }

  /** The place that was given out last was not committed. */
  void takeBack() {
    if (young.size() > 0) {
      young.removeNewest();
    }
    lastSeq--;
  }

  /** True if the place was never given out. */
  boolean isBeyond(long atEpoch, long atSeq) {
    return Cursor.compare(atEpoch, atSeq, epoch, lastSeq) > 0;
  }

  boolean isAcked(long atEpoch, long atSeq) {
    return Cursor.compare(atEpoch, atSeq, ackEpoch, ackSeq) <= 0;
  }

  /** Up to where nothing is delivered from here any more: acked or aged. */
  Cursor done() {
    return acked().compareTo(aged()) < 0 ? aged() : acked();
  }

  /** True if something acked or aged is still filed. */
  boolean needsTrim() {
    return Cursor.compare(trimmedEpoch, trimmedSeq, ackEpoch, ackSeq) < 0
        || Cursor.compare(trimmedEpoch, trimmedSeq, agedEpoch, agedSeq) < 0;
  }

  /** True if places between the ack and the ring are filed. */
  boolean hasFiled() {
    return Cursor.compare(ackEpoch, ackSeq, epoch, youngFirst() - 1) < 0;
  }

  Cursor trimmed() {
    return new Cursor(trimmedEpoch, trimmedSeq);
  }

  void trimmedTo(Cursor upTo) {
    trimmedEpoch = upTo.epoch();
    trimmedSeq = upTo.seq();
  }

  /** Moves the ack; the caller empties the ring up to there and trims what is filed. */
  void ackUpTo(long toEpoch, long toSeq) {
    boolean filed = hasFiled() || needsTrim() || gaps > 0;
    if (toEpoch != epoch) {
      long passed = toEpoch == ackEpoch ? toSeq - ackSeq : 0;
      backlog = (int) Math.max(0, backlog - passed);
    } else {
      backlog = 0;
    }
    ackEpoch = toEpoch;
    ackSeq = toSeq;
    if (!filed) {
      trimmedEpoch = toEpoch;
      trimmedSeq = toSeq;
    }
    if (ackEpoch == epoch && ackSeq == lastSeq) {
      gaps = 0;
    }
  }

  /** Tells the journal how far it was acked. */
  void journalAck(CommitRecord record) {
    record.acked(device, ackEpoch, ackSeq, confirmedMark);
  }

  void agedUpTo(Cursor upTo) {
    agedEpoch = upTo.epoch();
    agedSeq = upTo.seq();
  }

  boolean isAged(long atEpoch, long atSeq) {
    return Cursor.compare(atEpoch, atSeq, agedEpoch, agedSeq) <= 0;
  }

  Cursor aged() {
    return new Cursor(agedEpoch, agedSeq);
  }

  int gaps() {
    return gaps;
  }

  void gaps(int count) {
    gaps = count;
  }

  long confirmedMark() {
    return confirmedMark;
  }

  void confirm(long mark) {
    confirmedMark = mark;
  }

  /** Begins the first epoch of a new generation; the ring must be empty. */
  void enter(long newGeneration) {
    generation = newGeneration;
    startEpoch(Math.max(epoch + 1, newGeneration));
  }

  /** Begins an epoch; what waits from earlier ones is still to be delivered. */
  void startEpoch(long newEpoch) {
    backlog = (int) undelivered();
    epoch = newEpoch;
    lastSeq = 0;
    gaps = 0;
  }

  /** Everything up to the current epoch is void. */
  void dropAll() {
    ackEpoch = epoch;
    ackSeq = lastSeq;
    backlog = 0;
    gaps = 0;
  }

  /** Recovery found a later place than the record knew. */
  void recoverLastSeq(long seq) {
    lastSeq = seq;
  }

  @Nullable SendWindow window() {
    return window;
  }

  void window(@Nullable SendWindow newWindow) {
    window = newWindow;
  }

  boolean isTouched() {
    return touched;
  }

  void touched(boolean nowTouched) {
    touched = nowTouched;
  }

  /** The commit since which its record lags behind the journal; 0 if it does not. */
  long lagsSince() {
    return lagsSince;
  }

  void lagsSince(long commit) {
    lagsSince = commit;
  }

  /** True if nothing is lost when it is forgotten and loaded again. */
  boolean isEvictable() {
    boolean recorded = !touched && lagsSince == 0 && (window == null || window.lagsSince() == 0);
    return recorded && young.size() == 0 && !needsTrim();
  }

  int lastUse() {
    return lastUse;
  }

  void used(int now) {
    lastUse = now;
  }
}
