package dev.letterlock.storage.inbox.local;

import dev.letterlock.protocol.id.DeviceAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The last 512 messages that one device has sent: id, content hash, time, full devices
 * (docs/PROTOCOL.md §3, resubmit). Arrays of numbers that grow with use; a look-up costs one probe.
 * The commit thread owns it.
 */
final class SendWindow {
  static final int SIZE = 512;
  static final DeviceAddress[] NO_DEVICES = {};

  private static final int FIRST_CAPACITY = 8;
  private static final int INDEX_FACTOR = 4;
  private static final long HASH = 0x9E3779B97F4A7C15L;

  private long[] idHighs = new long[FIRST_CAPACITY];
  private long[] idLows = new long[FIRST_CAPACITY];
  private long[] hashes = new long[FIRST_CAPACITY];
  private long[] times = new long[FIRST_CAPACITY];
  private DeviceAddress @Nullable [] @Nullable [] fulls;
  private short[] index = new short[FIRST_CAPACITY * INDEX_FACTOR];
  private int indexed;
  private long first;
  private long count;
  private long savedTo;
  private long lastTime;
  private long lagsSince;

  /** Continues at a position: what was sent before is not remembered. */
  void startAt(long position) {
    first = position;
    count = position;
    savedTo = position;
  }

  /** Slot of the message, or -1. */
  int find(long idHigh, long idLow) {
    int mask = index.length - 1;
    for (int probe = bucket(idLow) & mask; index[probe] != 0; probe = (probe + 1) & mask) {
      int slot = index[probe] - 1;
      if (idLows[slot] == idLow && idHighs[slot] == idHigh && times[slot] != 0) {
        return slot;
      }
    }
    return -1;
  }

  long hash(int slot) {
    return hashes[slot];
  }

  long time(int slot) {
    return times[slot];
  }

  DeviceAddress[] full(int slot) {
    DeviceAddress @Nullable [] @Nullable [] present = fulls;
    DeviceAddress @Nullable [] full = present == null ? null : present[slot];
    return full == null ? NO_DEVICES : full;
  }

  /** The time for the next message: not before {@code now}, above all earlier ones. */
  long nextTime(long now) {
    return Math.max(now, lastTime + 1);
  }

  /** Remembers a message as the newest. */
  void append(long idHigh, long idLow, long hash, long time, DeviceAddress[] full) {
    if (count - first >= times.length && times.length < SIZE) {
      grow();
    }
    int slot = slot(count);
    idHighs[slot] = idHigh;
    idLows[slot] = idLow;
    hashes[slot] = hash;
    times[slot] = time;
    setFull(slot, full);
    count++;
    lastTime = Math.max(lastTime, time);
    if (indexed == index.length / 2) {
      reindex();
    } else {
      addToIndex(slot);
    }
  }

  /** Forgets the newest message: it was not stored. */
  void takeBack() {
    count--;
    times[slot(count)] = 0;
  }

  /** Position of the next message. */
  long count() {
    return count;
  }

  /** The oldest position that is remembered. */
  long oldest() {
    return Math.max(first, count - times.length);
  }

  /** Slot of a position between {@link #oldest} and {@link #count}. */
  int slot(long position) {
    return (int) position & (times.length - 1);
  }

  long idHigh(int slot) {
    return idHighs[slot];
  }

  long idLow(int slot) {
    return idLows[slot];
  }

  /** The commit since which its records lag behind the journal; 0 if they do not. */
  long lagsSince() {
    return lagsSince;
  }

  void lagsSince(long commit) {
    lagsSince = commit;
  }

  /** The first position that has no window record. */
  long savedTo() {
    return savedTo;
  }

  void saved() {
    savedTo = count;
    lagsSince = 0;
  }

  private void setFull(int slot, DeviceAddress[] full) {
    if (fulls == null) {
      if (full.length == 0) {
        return;
      }
      fulls = new DeviceAddress[times.length][];
    }
    fulls[slot] = full;
  }

  private void grow() {
    int old = times.length;
    int capacity = old * 2;
    long[] oldHighs = idHighs;
    long[] oldLows = idLows;
    long[] oldHashes = hashes;
    long[] oldTimes = times;
    DeviceAddress @Nullable [] @Nullable [] oldFulls = fulls;
    idHighs = new long[capacity];
    idLows = new long[capacity];
    hashes = new long[capacity];
    times = new long[capacity];
    fulls = oldFulls == null ? null : new DeviceAddress[capacity][];
    for (long position = count - old; position < count; position++) {
      int from = (int) position & (old - 1);
      int to = slot(position);
      idHighs[to] = oldHighs[from];
      idLows[to] = oldLows[from];
      hashes[to] = oldHashes[from];
      times[to] = oldTimes[from];
      if (oldFulls != null && fulls != null) {
        fulls[to] = oldFulls[from];
      }
    }
    index = new short[capacity * INDEX_FACTOR];
    reindex();
  }

  /** Entries of overwritten slots pile up in the index; half full, it is made anew. */
  private void reindex() {
    Arrays.fill(index, (short) 0);
    indexed = 0;
    for (long position = oldest(); position < count; position++) {
      addToIndex(slot(position));
    }
  }

  private void addToIndex(int slot) {
    int mask = index.length - 1;
    int probe = bucket(idLows[slot]) & mask;
    while (index[probe] != 0) {
      probe = (probe + 1) & mask;
    }
    index[probe] = (short) (slot + 1);
    indexed++;
  }

  private static int bucket(long idLow) {
    return (int) ((idLow * HASH) >>> Integer.SIZE);
  }
}
