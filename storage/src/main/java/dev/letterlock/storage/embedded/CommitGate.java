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

  /** Requests share the read lock; a commit takes the write lock and so finds none half done. */
  private final ReentrantReadWriteLock requests = new ReentrantReadWriteLock();

  private final Object committing = new Object();
  private final AtomicLong changes = new AtomicLong();
  private volatile long onDisk;

  CommitGate(MVStore store) {
    this.store = store;
  }

  /** Runs a request and returns when all that it could see is on disk. */
  <T> T run(boolean changing, Supplier<T> request) {
    try {
      return shared(changing, request);
    } finally {
      awaitDisk(changes.get());
    }
  }

  /** Runs something between two commits, while no request runs. */
  void alone(Runnable work) {
    requests.writeLock().lock();
    try {
      work.run();
    } finally {
      requests.writeLock().unlock();
    }
  }

  /** How many changing requests there were. */
  long changes() {
    return changes.get();
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
        commit();
      }
    }
  }

  private void commit() {
    AtomicLong upTo = new AtomicLong();
    alone(() -> {
      upTo.set(changes.get());
      store.commit();
    });
    store.sync();
    onDisk = upTo.get();
  }
}
