package dev.letterlock.storage.embedded;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.h2.mvstore.MVStore;

/**
 * Group commit for a store: requests run side by side, a commit runs alone, and nobody is answered
 * before the state that he may have seen is on disk. Called on the server's workers, which wait
 * here.
 */
final class CommitGate {
  private final MVStore store;
  private final Compaction compaction;

  /** Requests share the read lock; a commit takes the write lock and so finds none half done. */
  private final ReentrantReadWriteLock requests = new ReentrantReadWriteLock();

  private final Object committing = new Object();
  private final AtomicLong changes = new AtomicLong();
  private volatile long onDisk;

  CommitGate(MVStore store) {
    this.store = store;
    this.compaction = new Compaction(store);
  }

  /** Runs a request and returns when all that it could see is on disk. */
  <T> T run(boolean changing, Supplier<T> request) {
    try {
      return shared(changing, request);
    } finally {
      awaitDisk(changes.get());
    }
  }

  /** Runs the work while the file stays as it is, with all in it that was ever answered. */
  void still(Runnable work) {
    synchronized (committing) {
      long upTo = commit();
      store.sync();
      onDisk = upTo;
      work.run();
    }
  }

  private <T> T shared(boolean changing, Supplier<T> request) {
    requests.readLock().lock();
    try {
      return request.get();
    } finally {
      if (changing) {
        changes.incrementAndGet();
      }
      requests.readLock().unlock();
    }
  }

  private void awaitDisk(long seen) {
    if (onDisk >= seen) {
      return;
    }
    synchronized (committing) {
      if (onDisk < seen) {
        long upTo = commit();
        store.sync();
        onDisk = upTo;
      }
    }
  }

  /** Returns how many changes are in the file now; they are on disk when it is synced. */
  private long commit() {
    requests.writeLock().lock();
    try {
      long upTo = changes.get();
      store.commit();
      if (compaction.isDue()) {
        compaction.run();
      }
      return upTo;
    } finally {
      requests.writeLock().unlock();
    }
  }
}
