package dev.letterlock.storage.inbox.redis.link;

/** What was written is not yet as durable as promised. */
final class UnconfirmedException extends RuntimeException {
  UnconfirmedException(long replicas, int wanted) {
    super(
        "Redis: replicas that have the write: "
            + replicas
            + " (expected: "
            + wanted
            + ", and synced to disk)");
  }
}
