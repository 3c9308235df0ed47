package dev.letterlock.storage.inbox.redis;

import dev.letterlock.storage.inbox.InboxEngine;
import dev.letterlock.storage.inbox.InboxReceiptContract;
import dev.letterlock.storage.inbox.InboxSettings;
import org.junit.jupiter.api.extension.RegisterExtension;

class ClusterInboxReceiptIT extends InboxReceiptContract {
  @RegisterExtension static final RedisCluster REDIS = new RedisCluster();

  @Override
  protected InboxEngine start(InboxSettings with) {
    return RedisInboxEngine.open(REDIS.config(with));
  }
}
