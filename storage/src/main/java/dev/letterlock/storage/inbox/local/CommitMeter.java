package dev.letterlock.storage.inbox.local;

import dev.letterlock.storage.inbox.InboxHealth;
import org.jspecify.annotations.Nullable;

/** Figures of the commit thread, which alone writes them; any thread reads. */
final class CommitMeter {
  private volatile long commits;
  private volatile long submissions;
  private volatile long lastMicros;
  private volatile int lastSubmissions;
  private volatile int cached;
  private volatile long young;
  private volatile long filed;

  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
  void committed(int stored, long micros) {
    commits++;
    submissions += stored;
    lastMicros = micros;
    lastSubmissions = stored;
  }

  void cached(int inboxes) {
    cached = inboxes;
  }

  /** Envelopes in the journal that wait. */
  void young(long envelopes) {
    young = envelopes;
  }

  /** Envelopes in the table of entries, about. */
  void filed(long envelopes) {
    filed = envelopes;
  }

  InboxHealth health(@Nullable String trouble) {
    return new InboxHealth(
        trouble, commits, submissions, lastMicros, lastSubmissions, cached, young + filed);
  }
}
