package dev.letterlock.storage.inbox.move;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.storage.inbox.InboxEngine;
import dev.letterlock.storage.inbox.InboxSettings;
import dev.letterlock.storage.inbox.redis.RedisConfig;
import dev.letterlock.storage.inbox.redis.RedisServer;
import org.junit.jupiter.api.extension.RegisterExtension;

class InboxMoveTest extends InboxMoveContract {
  @RegisterExtension static final RedisServer REDIS = new RedisServer();

  @Override
  RedisConfig target(InboxSettings with) {
    return REDIS.config(with);
  }

  @Override
  void requireWaiting(InboxEngine there, long envelopes) {
    assertThat(there.health().waitingEnvelopes()).isEqualTo(envelopes);
  }
}
