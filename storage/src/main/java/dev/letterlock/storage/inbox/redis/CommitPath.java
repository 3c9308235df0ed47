package dev.letterlock.storage.inbox.redis;

import dev.letterlock.storage.inbox.AckEntry;
import dev.letterlock.storage.inbox.InboxBatch;
import java.util.List;

/** How a commit gets into Redis. The commit thread owns it. */
interface CommitPath {

  /**
   * Commits and answers everything that it can.
   *
   * @throws RuntimeException if nothing is known of any of it
   */
  Committed commit(List<InboxBatch> batches);

  /**
   * What became of it.
   *
   * @param unsaid acks that have to be said again
   * @param stored submissions that were stored
   * @param waiting envelopes that wait in all inboxes
   */
  record Committed(List<AckEntry> unsaid, int stored, long waiting) {}
}
