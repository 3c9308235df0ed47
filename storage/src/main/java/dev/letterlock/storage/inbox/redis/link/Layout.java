package dev.letterlock.storage.inbox.redis.link;

import io.lettuce.core.api.sync.RedisCommands;

/** How a Redis spreads its keys. */
public enum Layout {
  /** All on one primary. */
  SINGLE,
  /** By slots over the primaries of a Redis Cluster. */
  CLUSTER;

  /** Asks a connected Redis. Blocking. */
  static Layout of(RedisCommands<byte[], byte[]> redis) {
    return redis.info("cluster").contains("cluster_enabled:1") ? CLUSTER : SINGLE;
  }
}
