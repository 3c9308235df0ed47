package dev.letterlock.storage.inbox.redis;

import dev.letterlock.storage.inbox.InboxEngine;
import dev.letterlock.storage.inbox.InboxGapContract;
import dev.letterlock.storage.inbox.InboxSettings;
import org.junit.jupiter.api.extension.RegisterExtension;

class ClusterInboxGapIT extends InboxGapContract {
  @RegisterExtension static final RedisCluster REDIS = new RedisCluster();

  @Override
  protected InboxEngine start(InboxSettings with) {
    return RedisInboxEngine.open(REDIS.config(with));
  }
}
