package dev.letterlock.storage.inbox.redis;

import dev.letterlock.storage.inbox.InboxBatch;
import dev.letterlock.storage.inbox.InboxUnavailableException;
import dev.letterlock.storage.inbox.engine.EngineThread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * The commit thread: takes what all others have handed in, commits it in one step and waits for the
 * answer, while the next batches gather; then asks the questions that came with it. Commits keep a
 * distance, so that each has company (docs/adr/0007).
 */
final class CommitThread implements Runnable {
  private static final int MAX_SUBMISSIONS = 1024;
  private static final int MAX_BYTES = 4 << 20;
  private static final long PACE_NANOS = Duration.ofMillis(1).toNanos();
  private static final long AGE_NANOS = TimeUnit.SECONDS.toNanos(15);

  private final Committer committer;
  private final Queue<Object> queue = new ConcurrentLinkedQueue<>();
  private final List<InboxBatch> batches = new ArrayList<>();
  private final List<Question<?>> questions = new ArrayList<>();
  private final EngineThread thread = new EngineThread(this, "letterlock-commit");

  private volatile boolean parked;
  private volatile boolean stopping;
  private long committedAt = System.nanoTime() - PACE_NANOS;
  private long agedAt = System.nanoTime();

  CommitThread(Committer committer) {
    this.committer = committer;
  }

  void start() {
    thread.start();
  }

  /** Any thread. */
  void submit(InboxBatch batch) {
    add(batch);
  }

  /** Asks after everything that was handed in before is committed; never waits. Any thread. */
  <T> CompletableFuture<T> ask(Supplier<CompletionStage<T>> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    add(new Question<>(question, answer));
    return answer;
  }

  /** Finishes what was handed in and ends the thread. */
  void stop() {
    stopping = true;
    LockSupport.unpark(thread);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void run() {
    boolean more = true;
    while (more) {
      keepDistance();
      collect();
      if (!batches.isEmpty() || committer.hasDeferred()) {
        committedAt = System.nanoTime();
        committer.commit(batches);
        batches.clear();
      }
      questions.forEach(Question::ask);
      questions.clear();
      age();
      if (queue.isEmpty()) {
        more = !stopping;
        park();
      }
    }
    // Who looked at the flag before it was set may have added since.
    for (Object work = queue.poll(); work != null; work = queue.poll()) {
      refuse(work);
    }
  }

  private void keepDistance() {
    long early = committedAt + PACE_NANOS - System.nanoTime();
    while (early > 0 && !stopping) {
      LockSupport.parkNanos(this, early);
      early = committedAt + PACE_NANOS - System.nanoTime();
    }
  }

  private void add(Object work) {
    if (stopping) {
      refuse(work);
      return;
    }
    queue.add(work);
    if (parked) {
      LockSupport.unpark(thread);
    }
  }

  private void collect() {
    int submissions = 0;
    long bytes = 0;
    while (submissions < MAX_SUBMISSIONS && bytes < MAX_BYTES) {
      switch (queue.poll()) {
        case null -> {
          return;
        }
        case InboxBatch batch -> {
          batches.add(batch);
          submissions += batch.submissionCount();
          bytes += batch.storedBytes();
        }
        case Question<?> question -> questions.add(question);
        case Object other -> throw new IllegalStateException("queue: " + other.getClass());
      }
    }
  }

  private void age() {
    if (System.nanoTime() - agedAt >= AGE_NANOS) {
      committer.age();
      agedAt = System.nanoTime();
    }
  }

  private void park() {
    parked = true;
    if (queue.isEmpty() && !stopping) {
      LockSupport.parkNanos(this, committer.idleNanos());
    }
    parked = false;
  }

  private static void refuse(Object work) {
    switch (work) {
      case InboxBatch batch -> {
        Committer.refuse(batch);
        batch.finish();
      }
      case Question<?> question -> question.refuse();
      default -> throw new IllegalStateException("queue: " + work.getClass());
    }
  }

  private record Question<T>(Supplier<CompletionStage<T>> question, CompletableFuture<T> answer) {
    void ask() {
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

    void refuse() {
      answer.completeExceptionally(new InboxUnavailableException("inbox: closed"));
    }
  }
}
