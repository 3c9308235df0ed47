package dev.letterlock.storage.inbox.engine;

import dev.letterlock.storage.inbox.InboxBatch;
import dev.letterlock.storage.inbox.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The commit thread: takes what all others have handed in, commits it as one, asks the questions
 * that came with it, and begins again. While one commit is in flight the next one gathers. Nothing
 * waits when the thread is idle; commits that would follow each other closely keep a distance, so
 * that each has company: a commit of one message costs as much as one of ten (docs/adr/0007).
 */
public final class CommitThread implements Runnable {
  private static final long AGE_NANOS = TimeUnit.SECONDS.toNanos(15);

  private final Work work;
  private final Bounds bounds;
  private final Queue<Object> queue = new ConcurrentLinkedQueue<>();
  private final List<InboxBatch> batches = new ArrayList<>();
  private final List<Question> questions = new ArrayList<>();
  private final EngineThread thread = new EngineThread(this, "letterlock-commit");

  private volatile boolean parked;
  private volatile boolean stopping;
  private volatile boolean ended;
  private long committedAt;
  private long agedAt = System.nanoTime();

  /** What is done on the thread. */
  public interface Work {
    /** Commits the batches, perhaps none, and calls their listeners. */
    void commit(List<InboxBatch> batches);

    /** ns until a commit is due although nobody submits; 0 if it is due now. */
    long dueNanos();

    /** ns after which to look again, whether or not anything is due then. */
    default long restNanos() {
      return dueNanos();
    }

    /** A few times a minute. */
    void age();

    /** Everything is committed; nothing follows. */
    default void stop() {}
  }

  /** Something to ask between two commits. */
  public interface Question {
    void ask();

    /** The engine is closed. */
    void refuse();
  }

  /**
   * What one commit takes in.
   *
   * @param pace from the beginning of a commit to the earliest one of the next
   */
  public record Bounds(int submissions, long bytes, Duration pace) {}

  public CommitThread(Work work, Bounds bounds) {
    this.work = work;
    this.bounds = bounds;
    committedAt = System.nanoTime() - bounds.pace().toNanos();
  }

  public void start() {
    thread.start();
  }

  /** Never waits. Any thread. */
  public void submit(InboxBatch batch) {
    add(batch);
  }

  /** Asks after everything that was handed in before is committed; never waits. Any thread. */
  public void ask(Question question) {
    add(question);
  }

  /** Finishes what was handed in and ends the thread. Blocking. */
  public void stop() {
    stopping = true;
    LockSupport.unpark(thread);
    thread.finish();
  }

  /** Answers that nothing can be said now. */
  public static void refuse(InboxBatch batch) {
    for (int i = 0; i < batch.submissionCount(); i++) {
      batch.submission(i).answer(Outcome.UNAVAILABLE);
    }
  }

  @Override
  public void run() {
    boolean more = true;
    while (more) {
      keepDistance();
      collect();
      if (!batches.isEmpty() || work.dueNanos() == 0) {
        committedAt = System.nanoTime();
        work.commit(batches);
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
    work.stop();
    ended = true;
    for (Object late = queue.poll(); late != null; late = queue.poll()) {
      refuse(late);
    }
  }

  private void keepDistance() {
    long pace = bounds.pace().toNanos();
    long early = committedAt + pace - System.nanoTime();
    while (early > 0 && !stopping) {
      LockSupport.parkNanos(this, early);
      early = committedAt + pace - System.nanoTime();
    }
  }

  /** Who looked at the flag before it was set may add when nobody takes it any more. */
  private void add(Object handed) {
    if (stopping) {
      refuse(handed);
      return;
    }
    queue.add(handed);
    if (parked) {
      LockSupport.unpark(thread);
    }
    if (ended && queue.remove(handed)) {
      refuse(handed);
    }
  }

  private void collect() {
    int submissions = 0;
    long bytes = 0;
    while (submissions < bounds.submissions() && bytes < bounds.bytes()) {
      switch (queue.poll()) {
        case null -> {
          return;
        }
        case InboxBatch batch -> {
          batches.add(batch);
          submissions += batch.submissionCount();
          bytes += batch.storedBytes();
        }
        case Question question -> questions.add(question);
        case Object other -> throw new IllegalStateException("queue: " + other.getClass());
      }
    }
  }

  private void age() {
    if (System.nanoTime() - agedAt >= AGE_NANOS) {
      work.age();
      agedAt = System.nanoTime();
    }
  }

  private void park() {
    long idle = Math.min(work.restNanos(), AGE_NANOS);
    parked = true;
    if (queue.isEmpty() && !stopping) {
      LockSupport.parkNanos(this, idle);
    }
    parked = false;
  }

  private static void refuse(Object handed) {
    switch (handed) {
      case InboxBatch batch -> {
        refuse(batch);
        batch.finish();
      }
      case Question question -> question.refuse();
      default -> throw new IllegalStateException("queue: " + handed.getClass());
    }
  }
}
