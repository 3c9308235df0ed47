package dev.letterlock.server.roster;

import dev.letterlock.storage.StoreUnavailableException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Lets so many read a store at the same time and the others wait for their turn. When thousands of
 * devices connect at once, as after a restart, each read takes no longer than usual then; all
 * together they would wait for each other until every one of them is too late, again and again.
 * Thread-safe; blocks: for virtual threads.
 */
final class Turnstile {

  private final int most;
  private final Semaphore turns;
  private final AtomicLong failed = new AtomicLong();

  /** Lets at most so many through at the same time. */
  Turnstile(int most) {
    this.most = most;
    this.turns = new Semaphore(most, true);
  }

  /**
   * Reads when it is our turn. Who has waited while as many reads failed as may take place at the
   * same time does not try: the store is away, and would be so for everybody in the row.
   *
   * @throws StoreUnavailableException if the store is away
   */
  <T> T pass(Supplier<T> read) {
    long failedBefore = failed.get();
    turns.acquireUninterruptibly();
    try {
      if (failed.get() - failedBefore >= most) {
        throw new StoreUnavailableException(
            "store: away for those before us (expected: there)", new IllegalStateException());
      }
      return counted(read);
    } finally {
      turns.release();
    }
  }

  private <T> T counted(Supplier<T> read) {
    try {
      return read.get();
    } catch (StoreUnavailableException e) {
      failed.incrementAndGet();
      throw e;
    }
  }
}
