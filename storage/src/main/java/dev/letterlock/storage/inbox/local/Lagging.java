package dev.letterlock.storage.inbox.local;

import dev.letterlock.storage.inbox.local.disk.RecordBatch;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * Things whose own records lag behind the journal, by the commit that first changed them. Written a
 * few with each commit, so that no commit is held up by many; what changes often is written once
 * for all its changes. The commit thread owns it.
 */
final class Lagging<T> {
  private static final int PORTION = 256;
  private static final int MOST_PORTIONS = 16;

  private final ArrayDeque<T> queue = new ArrayDeque<>();
  private final ToLongFunction<T> since;
  private final Consumer<T> caughtUp;

  private int writing;

  /**
   * @param since the commit that first changed a thing after it was written
   * @param caughtUp told of each that was written
   */
  Lagging(ToLongFunction<T> since, Consumer<T> caughtUp) {
    this.since = since;
    this.caughtUp = caughtUp;
  }

  /** Begins to lag; not called again for the same before it has caught up. */
  void add(T thing) {
    queue.addLast(thing);
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  /** The first commit that is still needed; {@link Long#MAX_VALUE} if none is. */
  long oldest() {
    T first = queue.peekFirst();
    return first == null ? Long.MAX_VALUE : since.applyAsLong(first);
  }

  Iterable<T> all() {
    return queue;
  }

  /** Writes some of those that lag since a commit up to {@code upTo}; true if there were any. */
  boolean write(long upTo, RecordBatch batch, BiConsumer<RecordBatch, T> record) {
    int most = Math.max(PORTION, queue.size() / MOST_PORTIONS);
    Iterator<T> each = queue.iterator();
    while (writing < most && oldestIsDue(each, upTo, batch, record)) {
      writing++;
    }
    return writing > 0;
  }

  /** Writes all. */
  void writeAll(RecordBatch batch, BiConsumer<RecordBatch, T> record) {
    queue.forEach(thing -> record.accept(batch, thing));
    writing = queue.size();
  }

  /** What was written is committed. */
  void written() {
    while (writing > 0) {
      caughtUp.accept(queue.removeFirst());
      writing--;
    }
  }

  /** Nothing of it lags any more: it is written in another way. */
  void clear() {
    writing = queue.size();
    written();
  }

  private boolean oldestIsDue(
      Iterator<T> each, long upTo, RecordBatch batch, BiConsumer<RecordBatch, T> record) {
    if (!each.hasNext()) {
      return false;
    }
    T thing = each.next();
    boolean due = since.applyAsLong(thing) <= upTo;
    if (due) {
      record.accept(batch, thing);
    }
    return due;
  }
}
