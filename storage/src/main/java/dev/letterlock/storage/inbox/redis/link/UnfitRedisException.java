package dev.letterlock.storage.inbox.redis.link;

/** This Redis cannot keep what the server promises; the message says what to change. */
public final class UnfitRedisException extends RuntimeException {
  public UnfitRedisException(String message) {
    super(message);
  }
}
