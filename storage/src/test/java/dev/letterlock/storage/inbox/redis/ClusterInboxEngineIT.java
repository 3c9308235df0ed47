package dev.letterlock.storage.inbox.redis;

import dev.letterlock.storage.inbox.InboxEngine;
import dev.letterlock.storage.inbox.InboxEngineContract;
import dev.letterlock.storage.inbox.InboxSettings;
import org.junit.jupiter.api.extension.RegisterExtension;

class ClusterInboxEngineIT extends InboxEngineContract {
  @RegisterExtension static final RedisCluster REDIS = new RedisCluster();

  @Override
  protected InboxEngine start(InboxSettings with) {
    return RedisInboxEngine.open(REDIS.config(with));
  }
}
