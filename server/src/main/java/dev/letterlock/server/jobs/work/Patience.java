package dev.letterlock.server.jobs.work;

import dev.letterlock.storage.inbox.InboxUnavailableException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for the engine on the virtual thread of a job. */
final class Patience {
  private static final int SECONDS = 30;

  private Patience() {}

  /**
   * @throws InboxUnavailableException if the stage failed or does not come
   */
  static <T> T await(CompletionStage<T> stage) throws InterruptedException {
    try {
      return stage.toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException failure) {
      throw new InboxUnavailableException("inbox: no answer (expected: one)", failure);
    }
  }
}
