package dev.letterlock.server.delivery;

import dev.letterlock.storage.inbox.InboxBatch;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The batches that wait to be filled again. Thread-safe; grows with what is in flight. */
final class FanoutPool {
  private static final int KEPT = 64;
  private static final int KEPT_ARENA_BYTES = 4 * 1024 * 1024;

  private final ArrayBlockingQueue<Fanout> idle = new ArrayBlockingQueue<>(KEPT);
  private final Function<FanoutPool, Fanout> maker;

  FanoutPool(Function<FanoutPool, Fanout> maker) {
    this.maker = maker;
  }

  /** A batch for a turn of the lane {@code home}. */
  Fanout take(int home) {
    @Nullable Fanout pooled = idle.poll();
    Fanout fanout = pooled == null ? maker.apply(this) : pooled;
    fanout.startAt(home);
    return fanout;
  }

  /** Takes a batch back that every lane has handled. */
  void recycle(Fanout fanout) {
    InboxBatch batch = fanout.batch();
    batch.clear();
    if (batch.arena().capacity() > KEPT_ARENA_BYTES || !idle.offer(fanout)) {
      batch.release();
    }
  }

  /** Frees the memory of the idle batches. */
  void close() {
    for (Fanout fanout = idle.poll(); fanout != null; fanout = idle.poll()) {
      fanout.batch().release();
    }
  }
}
