package dev.letterlock.storage;

import io.netty.util.concurrent.FastThreadLocalThread;

/** Refuses threads that must never wait: every blocking port calls it first. */
public final class BlockingGuard {
  private BlockingGuard() {}

  /**
   * Returns at once on a thread that may block.
   *
   * @throws IllegalStateException on an event loop, which is known by its Netty thread type
   */
  public static void check() {
    Thread thread = Thread.currentThread();
    if (thread instanceof FastThreadLocalThread) {
      throw new IllegalStateException(
          "thread: " + thread.getName() + " (expected: one that may block)");
    }
  }
}
