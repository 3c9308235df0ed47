package dev.letterlock.loadtest.ledger.fault;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Through which the bytes of one direction pass: at once, late, or not now. Safe for any thread.
 */
final class Gate {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean shut;
  private volatile int delayMillis;

  void shut() {
    set(true);
  }

  void open() {
    set(false);
  }

  void delay(int millis) {
    delayMillis = millis;
  }

  /** Returns when bytes may pass. */
  void pass() throws InterruptedException {
    int late = delayMillis;
    if (late > 0) {
      TimeUnit.MILLISECONDS.sleep(late);
    }
    lock.lockInterruptibly();
    try {
      while (shut) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  private void set(boolean wanted) {
    lock.lock();
    try {
      shut = wanted;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
