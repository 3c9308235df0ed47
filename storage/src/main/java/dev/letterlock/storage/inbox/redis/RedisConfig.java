package dev.letterlock.storage.inbox.redis;

import dev.letterlock.storage.inbox.engine.Micros;
import dev.letterlock.storage.inbox.redis.link.LinkConfig;

/**
 * What an inbox engine on Redis is told.
 *
 * @param link which Redis, and what it has to promise
 * @param inboxLimit undelivered envelopes at which an inbox is full, 1 or more
 */
public record RedisConfig(LinkConfig link, int inboxLimit) {
  public RedisConfig {
    if (inboxLimit < 1) {
      throw new IllegalArgumentException("inboxLimit: " + inboxLimit + " (expected: 1 or more)");
    }
  }

  long nowMicros() {
    return Micros.of(link.clock().instant());
  }
}
