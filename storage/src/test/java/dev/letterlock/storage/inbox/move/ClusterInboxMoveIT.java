package dev.letterlock.storage.inbox.move;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.storage.inbox.InboxEngine;
import dev.letterlock.storage.inbox.InboxSettings;
import dev.letterlock.storage.inbox.redis.RedisCluster;
import dev.letterlock.storage.inbox.redis.RedisConfig;
import org.junit.jupiter.api.extension.RegisterExtension;

class ClusterInboxMoveIT extends InboxMoveContract {
  @RegisterExtension static final RedisCluster REDIS = new RedisCluster();

  @Override
  RedisConfig target(InboxSettings with) {
    return REDIS.config(with);
  }

  /** An engine on a cluster knows it of those partitions that it has changed. */
  @Override
  void requireWaiting(InboxEngine there, long envelopes) {
    assertThat(there.health().waitingEnvelopes()).isBetween(0L, envelopes);
  }
}
