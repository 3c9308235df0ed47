package dev.letterlock.storage.inbox;

import org.jspecify.annotations.Nullable;

/**
 * How an engine is.
 *
 * @param trouble why nothing can be stored now, in words for an operator; null while all is well
 * @param commits commits since the start
 * @param committedSubmissions submissions in them
 * @param commitMicros how long they took together, µs
 * @param slowestCommitMicros how long the slowest took of the last 15 to 30 seconds, µs
 * @param lastCommitSubmissions how many submissions it had
 * @param cachedInboxes inboxes whose state is in memory
 * @param waitingEnvelopes envelopes that wait for their devices in all inboxes; those that have
 *     waited long are estimated, a few times a minute
 */
public record InboxHealth(
    @Nullable String trouble,
    long commits,
    long committedSubmissions,
    long commitMicros,
    long slowestCommitMicros,
    int lastCommitSubmissions,
    int cachedInboxes,
    long waitingEnvelopes) {

  public boolean storing() {
    return trouble == null;
  }
}
