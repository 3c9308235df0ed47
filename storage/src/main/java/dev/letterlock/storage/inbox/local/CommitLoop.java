package dev.letterlock.storage.inbox.local;

import dev.letterlock.storage.inbox.InboxBatch;
import dev.letterlock.storage.inbox.InboxUnavailableException;
import dev.letterlock.storage.inbox.engine.EngineThread;
import dev.letterlock.storage.inbox.local.disk.StorageFaultException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The commit thread: takes what all others have handed in, commits it as one, runs the questions
 * that came with it, and begins again. While one commit is in flight the next one gathers. Nothing
 * waits when the thread is idle; commits that would follow each other closely keep a distance, so
 * that each has company: a commit of one message costs as much as one of ten.
 */
final class CommitLoop implements Runnable {
  private static final int MAX_SUBMISSIONS = 4096;
  private static final int MAX_BYTES = 8 << 20;
  private static final long EVICT_NANOS = TimeUnit.SECONDS.toNanos(15);

  private final Committer committer;
  private final InboxConfig config;
  private final long paceNanos;
  private final Queue<Object> queue = new ConcurrentLinkedQueue<>();
  private final List<InboxBatch> batches = new ArrayList<>();
  private final List<Question<?>> questions = new ArrayList<>();
  private final EngineThread thread = new EngineThread(this, "letterlock-commit");

  private volatile boolean parked;
  private volatile boolean stopping;
  private long committedAt;
  private long evictAt = System.nanoTime() + EVICT_NANOS;

  CommitLoop(Committer committer, InboxConfig config, Duration pace) {
    this.committer = committer;
    this.config = config;
    paceNanos = pace.toNanos();
    committedAt = System.nanoTime() - paceNanos;
  }

  void start() {
    thread.start();
  }

  /** Any thread. */
  void submit(InboxBatch batch) {
    add(batch);
  }

  /** Runs the question on the commit thread, after everything handed in before. Any thread. */
  <T extends @Nullable Object> CompletableFuture<T> ask(Function<Committer, T> question) {
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
    while (true) {
      keepDistance();
      collect();
      if (!batches.isEmpty() || committer.idleMicros(config.nowMicros()) == 0) {
        committedAt = System.nanoTime();
        committer.commit(batches);
        batches.clear();
      }
      answerQuestions();
      evictIdle();
      if (queue.isEmpty()) {
        if (stopping) {
          break;
        }
        park();
      }
    }
    committer.stop();
  }

  private void keepDistance() {
    long early = committedAt + paceNanos - System.nanoTime();
    while (early > 0 && !stopping) {
      LockSupport.parkNanos(this, early);
      early = committedAt + paceNanos - System.nanoTime();
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

  private void answerQuestions() {
    for (Question<?> question : questions) {
      question.answer(committer);
    }
    questions.clear();
  }

  private void evictIdle() {
    if (System.nanoTime() - evictAt >= 0) {
      committer.evictIdle();
      evictAt = System.nanoTime() + EVICT_NANOS;
    }
  }

  private void park() {
    long micros = committer.idleMicros(config.nowMicros());
    parked = true;
    if (queue.isEmpty() && !stopping) {
      long idle = micros == Long.MAX_VALUE ? EVICT_NANOS : TimeUnit.MICROSECONDS.toNanos(micros);
      LockSupport.parkNanos(this, Math.min(idle, EVICT_NANOS));
    }
    parked = false;
  }

  private static void refuse(Object work) {
    switch (work) {
      case InboxBatch batch -> {
        Placement.refuse(batch);
        batch.finish();
      }
      case Question<?> question -> question.refuse();
      default -> throw new IllegalStateException("queue: " + work.getClass());
    }
  }

  private record Question<T extends @Nullable Object>(
      Function<Committer, T> question, CompletableFuture<T> answer) {
    void answer(Committer committer) {
      try {
        answer.complete(question.apply(committer));
      } catch (StorageFaultException e) {
        answer.completeExceptionally(new InboxUnavailableException("inbox: " + e.getMessage(), e));
      } catch (RuntimeException e) {
        answer.completeExceptionally(e);
      }
    }

    void refuse() {
      answer.completeExceptionally(new InboxUnavailableException("inbox: closed"));
    }
  }
}
