package dev.letterlock.storage.inbox.local;

import dev.letterlock.storage.inbox.InboxBatch;
import dev.letterlock.storage.inbox.InboxUnavailableException;
import dev.letterlock.storage.inbox.engine.CommitThread;
import dev.letterlock.storage.inbox.local.disk.StorageFaultException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the commit thread does here; questions have its {@link Committer} to themselves. */
final class CommitLoop implements CommitThread.Work {
  private static final int MAX_SUBMISSIONS = 4096;
  private static final int MAX_BYTES = 8 << 20;

  private final Committer committer;
  private final InboxConfig config;
  private final CommitThread thread;

  CommitLoop(Committer committer, InboxConfig config, Duration pace) {
    this.committer = committer;
    this.config = config;
    thread = new CommitThread(this, new CommitThread.Bounds(MAX_SUBMISSIONS, MAX_BYTES, pace));
  }

  void start() {
    thread.start();
  }

  /** Any thread. */
  void submit(InboxBatch batch) {
    thread.submit(batch);
  }

  /** Runs the question on the commit thread, after everything handed in before. Any thread. */
  <T extends @Nullable Object> CompletableFuture<T> ask(Function<Committer, T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    thread.ask(new Question<>(committer, question, answer));
    return answer;
  }

  /** Finishes what was handed in and ends the thread. */
  void end() {
    thread.stop();
  }

  @Override
  public void commit(List<InboxBatch> batches) {
    committer.commit(batches);
  }

  @Override
  public long dueNanos() {
    return TimeUnit.MICROSECONDS.toNanos(committer.idleMicros(config.nowMicros()));
  }

  @Override
  public void age() {
    committer.evictIdle();
  }

  @Override
  public void stop() {
    committer.stop();
  }

  private record Question<T extends @Nullable Object>(
      Committer committer, Function<Committer, T> question, CompletableFuture<T> answer)
      implements CommitThread.Question {
    @Override
    public void ask() {
      try {
        answer.complete(question.apply(committer));
      } catch (StorageFaultException e) {
        answer.completeExceptionally(new InboxUnavailableException("inbox: " + e.getMessage(), e));
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
