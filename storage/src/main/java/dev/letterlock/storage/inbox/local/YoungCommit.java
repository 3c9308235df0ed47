package dev.letterlock.storage.inbox.local;

import java.util.ArrayList;
import java.util.List;

/**
 * One group commit whose record is still in the journal. Used again for a later commit when it has
 * left. The commit thread owns it.
 */
final class YoungCommit {
  private final List<Chunk> chunks = new ArrayList<>(4);

  private long number;
  private long time;
  private int chunkCount;
  private int submissions;
  private int liveChunks;

  /**
   * Makes it another commit.
   *
   * @param newTime when it was committed, µs
   */
  YoungCommit begin(long newNumber, long newTime) {
    number = newNumber;
    time = newTime;
    submissions = 0;
    liveChunks = 0;
    for (int i = 0; i < chunkCount; i++) {
      chunks.get(i).clear();
    }
    chunkCount = 0;
    return this;
  }

  long number() {
    return number;
  }

  long time() {
    return time;
  }

  int chunkCount() {
    return chunkCount;
  }

  Chunk chunk(int place) {
    return chunks.get(place);
  }

  /** The next chunk, empty. Its index is its place, except where recovery finds some missing. */
  Chunk addChunk(int index) {
    if (chunkCount == chunks.size()) {
      chunks.add(new Chunk(this));
    }
    Chunk chunk = chunks.get(chunkCount++);
    chunk.index(index);
    liveChunks++;
    return chunk;
  }

  void chunkDied() {
    liveChunks--;
  }

  boolean hasLiveChunks() {
    return liveChunks > 0;
  }

  int submissions() {
    return submissions;
  }

  void addSubmission() {
    submissions++;
  }
}
