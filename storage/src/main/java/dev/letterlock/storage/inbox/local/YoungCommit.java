package dev.letterlock.storage.inbox.local;

import java.util.ArrayList;
import java.util.List;

/** One group commit whose record is still in the journal. The commit thread owns it. */
final class YoungCommit {
  private final long number;
  private final long time;
  private final List<Chunk> chunks = new ArrayList<>(4);
  private int submissions;
  private int liveChunks;

  /**
   * @param time when it was committed, µs
   */
  YoungCommit(long number, long time) {
    this.number = number;
    this.time = time;
  }

  long number() {
    return number;
  }

  long time() {
    return time;
  }

  List<Chunk> chunks() {
    return chunks;
  }

  Chunk addChunk(int index) {
    Chunk chunk = new Chunk(this, index);
    chunks.add(chunk);
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
