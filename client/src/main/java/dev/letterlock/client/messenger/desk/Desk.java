package dev.letterlock.client.messenger.desk;

import dev.letterlock.client.messenger.MessengerException;
import dev.letterlock.client.messenger.Reason;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread on which a profile is read and changed. It may block on the disk and on HTTP,
 * which is why it is not an event loop.
 */
public final class Desk implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Desk.class);
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(1, daemons("letterlock-desk"));

  /** What is planned for later is forgotten at the end. */
  public Desk() {
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Makes threads that keep no program alive. */
  static ThreadFactory daemons(String name) {
    return Thread.ofPlatform().name(name).daemon(true).factory();
  }

  /** Does something later; what it throws is logged. */
  public void execute(Runnable task) {
    try {
      thread.execute(() -> run(task));
    } catch (RejectedExecutionException e) {
      LOG.debug("a task after the end is not done");
    }
  }

  public void after(Duration delay, Runnable task) {
    try {
      var _ = thread.schedule(() -> run(task), delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("a task after the end is not done");
    }
  }

  /**
   * Does something and waits for it; never to be called on the desk itself.
   *
   * @throws MessengerException with a sentence for a person
   */
  public <T> T call(Callable<T> task) {
    try {
      return submit(task).get();
    } catch (ExecutionException e) {
      throw Words.asException(e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MessengerException(Reason.FAILED, "Interrupted.", null, e);
    }
  }

  private <T> Future<T> submit(Callable<T> task) {
    try {
      return thread.submit(task);
    } catch (RejectedExecutionException e) {
      throw new MessengerException(Reason.CLOSED, "The messenger is closed.", null, e);
    }
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.warn("a step of the messenger failed", e);
    }
  }

  /** Stops in the middle of whatever is being done. */
  public void abandon() {
    thread.shutdownNow();
    await();
  }

  /** Finishes what was begun and takes nothing new. */
  @Override
  public void close() {
    thread.shutdown();
    await();
  }

  private void await() {
    try {
      if (!thread.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
