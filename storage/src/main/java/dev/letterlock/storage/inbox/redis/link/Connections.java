package dev.letterlock.storage.inbox.redis.link;

import dev.letterlock.storage.inbox.InboxUnavailableException;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisURI;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;

/** How connections are made, which do not come back by themselves. */
final class Connections {
  private Connections() {}

  static RedisClient client(LinkConfig config) {
    RedisClient client = RedisClient.create(uri(config));
    client.setOptions(
        ClientOptions.builder()
            .autoReconnect(false)
            .timeoutOptions(TimeoutOptions.enabled(config.patience()))
            .build());
    return client;
  }

  static RedisURI uri(LinkConfig config) {
    RedisURI uri = RedisURI.create(config.uri());
    uri.setTimeout(config.patience());
    return uri;
  }

  /** Calls back on a thread of the library when the connection ends. */
  static void whenLost(StatefulRedisConnection<byte[], byte[]> connection, Runnable then) {
    connection.addListener(
        new RedisConnectionStateListener() {
          @Override
          public void onRedisDisconnected(RedisChannelHandler<?, ?> ended) {
            then.run();
          }
        });
  }

  static InboxUnavailableException lost() {
    return new InboxUnavailableException("Redis: the connection was lost");
  }
}
