package dev.letterlock.storage.inbox.engine;

import dev.letterlock.storage.inbox.InboxHealth;
import org.jspecify.annotations.Nullable;

/** Figures of the commit thread, which alone writes them; any thread reads. */
public final class CommitMeter {
  private volatile long commits;
  private volatile long submissions;
  private volatile long micros;
  private volatile long slowest;
  private volatile long slowestBefore;
  private volatile int lastSubmissions;
  private volatile int cached;
  private volatile long young;
  private volatile long filed;

  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
  public void committed(int stored, long took) {
    commits++;
    submissions += stored;
    micros += took;
    slowest = Math.max(slowest, took);
    lastSubmissions = stored;
  }

  /** A few times a minute: forgets what was slow long ago. */
  public void age() {
    slowestBefore = slowest;
    slowest = 0;
  }

  public void cached(int inboxes) {
    cached = inboxes;
  }

  /** Envelopes in the journal that wait. */
  public void young(long envelopes) {
    young = envelopes;
  }

  /** Envelopes in the table of entries, about. */
  public void filed(long envelopes) {
    filed = envelopes;
  }

  public InboxHealth health(@Nullable String trouble) {
    return new InboxHealth(
        trouble,
        commits,
        submissions,
        micros,
        Math.max(slowest, slowestBefore),
        lastSubmissions,
        cached,
        young + filed);
  }
}
