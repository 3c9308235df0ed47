package dev.letterlock.storage.embedded;

import org.h2.mvstore.MVStore;

/**
 * Keeps the file from growing for ever: each commit writes whole pages anew and leaves the old ones
 * behind. Called after commits; does nothing until the file has grown by {@link #STEP}.
 */
final class Compaction {
  /** Per cent of the file's pages that should be in use. */
  private static final int FILL = 60;

  private static final int BYTES_PER_ROUND = 8 << 20;
  private static final int ROUNDS = 4;
  private static final long STEP = 16 << 20;

  private final MVStore store;
  private long dueAt;

  Compaction(MVStore store) {
    this.store = store;
    this.dueAt = size() + STEP;
  }

  boolean isDue() {
    return size() >= dueAt;
  }

  /** Moves what is in use together; the space left behind is used again after the retention. */
  void run() {
    int round = 0;
    while (round < ROUNDS && store.compact(FILL, BYTES_PER_ROUND)) {
      round++;
    }
    dueAt = size() + STEP;
  }

  private long size() {
    return store.getFileStore().size();
  }
}
