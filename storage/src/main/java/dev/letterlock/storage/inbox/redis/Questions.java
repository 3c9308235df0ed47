package dev.letterlock.storage.inbox.redis;

import dev.letterlock.storage.inbox.InboxUnavailableException;
import dev.letterlock.storage.inbox.engine.CommitThread;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Asks Redis behind everything that was handed in before. Any thread; never waits. */
record Questions(CommitThread thread) {

  <T> CompletableFuture<T> ask(Supplier<CompletionStage<T>> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    thread.ask(new Question<>(question, answer));
    return answer;
  }

  private record Question<T>(Supplier<CompletionStage<T>> question, CompletableFuture<T> answer)
      implements CommitThread.Question {
    @Override
    public void ask() {
      try {
        var _ =
            question
                .get()
                .whenComplete((value, fault) -> {
                  if (fault == null) {
                    answer.complete(value);
                  } else {
                    answer.completeExceptionally(Faults.plain(fault));
                  }
                });
      } catch (RuntimeException e) {
        answer.completeExceptionally(e);
      }
    }

    @Override
    public void refuse() {
      answer.completeExceptionally(new InboxUnavailableException("inbox: closed"));
    }
  }
}
