package dev.letterlock.storage.inbox.local;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Up to some 32 KiB of envelopes that were committed together and lie in one record. Used again
 * with its {@link YoungCommit}. The commit thread owns it.
 */
final class Chunk {
  private static final int FIRST_CAPACITY = 32;

  private final YoungCommit commit;

  private @Nullable DeviceInbox[] owners = new @Nullable DeviceInbox[FIRST_CAPACITY];
  private long[] seqs = new long[FIRST_CAPACITY];
  private int[] offsets = new int[FIRST_CAPACITY];
  private int[] lengths = new int[FIRST_CAPACITY];
  private int index;
  private int count;
  private int live;
  private boolean dropped;

  Chunk(YoungCommit commit) {
    this.commit = commit;
  }

  /** Sets the number within its commit. */
  void index(int newIndex) {
    index = newIndex;
  }

  /** Makes it empty again. */
  void clear() {
    Arrays.fill(owners, 0, count, null);
    count = 0;
    live = 0;
    dropped = false;
  }

  /** Adds an envelope and returns its slot. */
  int add(DeviceInbox owner, long seq, int offset, int length) {
    if (count == seqs.length) {
      int capacity = count * 2;
      owners = Arrays.copyOf(owners, capacity);
      seqs = Arrays.copyOf(seqs, capacity);
      offsets = Arrays.copyOf(offsets, capacity);
      lengths = Arrays.copyOf(lengths, capacity);
    }
    owners[count] = owner;
    seqs[count] = seq;
    offsets[count] = offset;
    lengths[count] = length;
    live++;
    return count++;
  }

  /** One envelope less is wanted; true if it was the last. */
  boolean release() {
    return --live == 0;
  }

  /** Its record is gone, although not everything is released yet. */
  void dropped() {
    dropped = true;
  }

  boolean isDropped() {
    return dropped;
  }

  YoungCommit commit() {
    return commit;
  }

  int index() {
    return index;
  }

  int count() {
    return count;
  }

  boolean isLive() {
    return live > 0;
  }

  DeviceInbox owner(int slot) {
    return Objects.requireNonNull(owners[slot]);
  }

  long seq(int slot) {
    return seqs[slot];
  }

  int offset(int slot) {
    return offsets[slot];
  }

  int length(int slot) {
    return lengths[slot];
  }
}
