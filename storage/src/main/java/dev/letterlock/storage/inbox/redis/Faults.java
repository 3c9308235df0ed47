package dev.letterlock.storage.inbox.redis;

import dev.letterlock.storage.inbox.InboxUnavailableException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Unwraps what stages wrap. */
final class Faults {
  private Faults() {}

  static Throwable plain(Throwable fault) {
    return fault instanceof CompletionException && fault.getCause() != null
        ? fault.getCause()
        : fault;
  }

  /**
   * Waits for a stage.
   *
   * @throws InboxUnavailableException if it failed with one
   */
  static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof InboxUnavailableException unavailable) {
        throw new InboxUnavailableException(String.valueOf(unavailable.getMessage()), unavailable);
      }
      throw e;
    }
  }
}
