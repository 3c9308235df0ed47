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

  InboxHealth health(@Nullable String trouble) {
    return new InboxHealth(trouble, commits, submissions, lastMicros, lastSubmissions, cached);
  }
}
