package dev.letterlock.server.delivery.lane;

import dev.letterlock.storage.inbox.InboxBatch;
import java.util.ArrayDeque;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The batches that wait to be filled again, the one used last first, so that few are warm and the
 * others stay small. As many as there are turns while one commit is under way. Thread-safe.
 */
public final class FanoutPool {
  private static final int KEPT = 512;
  private static final int KEPT_ARENA_BYTES = 4 * 1024 * 1024;

  private final ArrayDeque<Fanout> idle = new ArrayDeque<>();
  private final Function<FanoutPool, Fanout> maker;
  private boolean closed;

  public FanoutPool(Function<FanoutPool, Fanout> maker) {
    this.maker = maker;
  }

  /** A batch for a turn of the lane {@code home}. */
  Fanout take(int home) {
    @Nullable Fanout pooled = poll();
    Fanout fanout = pooled == null ? maker.apply(this) : pooled;
    fanout.startAt(home);
    return fanout;
  }

  /** Takes a batch back that every lane has handled. */
  void recycle(Fanout fanout) {
    InboxBatch batch = fanout.batch();
    batch.clear();
    if (batch.arena().capacity() > KEPT_ARENA_BYTES || !offer(fanout)) {
      batch.release();
    }
  }

  /** Frees the memory of the idle batches now, and that of the others when they come back. */
  public void close() {
    synchronized (idle) {
      closed = true;
    }
    for (Fanout fanout = poll(); fanout != null; fanout = poll()) {
      fanout.batch().release();
    }
  }

  private @Nullable Fanout poll() {
    synchronized (idle) {
      return idle.pollFirst();
    }
  }

  private boolean offer(Fanout fanout) {
    synchronized (idle) {
      boolean kept = !closed && idle.size() < KEPT;
      if (kept) {
        idle.addFirst(fanout);
      }
      return kept;
    }
  }
}
