package dev.letterlock.storage.inbox.local;

import dev.letterlock.protocol.frame.server.Gap;
import dev.letterlock.storage.inbox.engine.GapCodes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where the newest, unacked envelopes of one inbox lie: a queue of (chunk, slot) by rising seq
 * without a hole in the numbers. A place without a chunk is a gap. The commit thread owns it.
 */
final class YoungRing {
  private static final int FIRST_CAPACITY = 2;
  private @Nullable Chunk[] chunks = new @Nullable Chunk[FIRST_CAPACITY];
  private int[] slots = new int[FIRST_CAPACITY];
  private int head;
  private int size;

  int size() {
    return size;
  }

  void add(Chunk chunk, int slot) {
    append(chunk, slot);
  }

  void addGap(Gap.Reason reason) {
    append(null, reason.code());
  }

  /** True if the place, counted from the oldest, holds an envelope. */
  boolean isEnvelope(int place) {
    return chunks[at(place)] != null;
  }

  Chunk chunk(int place) {
    return Objects.requireNonNull(chunks[at(place)]);
  }

  int slot(int place) {
    return slots[at(place)];
  }

  Gap.Reason reason(int place) {
    return GapCodes.reason(slots[at(place)]);
  }

  void makeGap(int place, Gap.Reason reason) {
    chunks[at(place)] = null;
    slots[at(place)] = reason.code();
  }

  void removeOldest() {
    chunks[head] = null;
    head = (head + 1) & (slots.length - 1);
    size--;
  }

  void removeNewest() {
    size--;
    chunks[at(size)] = null;
  }

  private void append(@Nullable Chunk chunk, int slot) {
    if (size == slots.length) {
      grow();
    }
    int index = at(size++);
    chunks[index] = chunk;
    slots[index] = slot;
  }

  private int at(int place) {
    return (head + place) & (slots.length - 1);
  }

  private void grow() {
    @Nullable Chunk[] newChunks = new @Nullable Chunk[slots.length * 2];
    int[] newSlots = new int[slots.length * 2];
    for (int i = 0; i < size; i++) {
      newChunks[i] = chunks[at(i)];
      newSlots[i] = slots[at(i)];
    }
    chunks = newChunks;
    slots = newSlots;
    head = 0;
  }
}
