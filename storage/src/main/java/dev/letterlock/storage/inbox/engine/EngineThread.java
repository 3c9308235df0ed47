package dev.letterlock.storage.inbox.engine;

/** A thread of the engine, which must never wait for the engine. */
public final class EngineThread extends Thread {
  public EngineThread(Runnable work, String name) {
    super(work, name);
    setDaemon(true);
  }

  /** Waits until it has ended, through interruptions. */
  public void finish() {
    boolean interrupted = false;
    while (isAlive()) {
      try {
        join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * For methods that block.
   *
   * @throws IllegalStateException on an engine thread
   */
  public static void refuse() {
    if (Thread.currentThread() instanceof EngineThread thread) {
      throw new IllegalStateException(
          "thread: " + thread.getName() + " (expected: one that may block)");
    }
  }
}
