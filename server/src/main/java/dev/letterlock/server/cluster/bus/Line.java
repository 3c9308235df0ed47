package dev.letterlock.server.cluster.bus;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;

/** A connection for commands, to one Redis or to all primaries of a cluster. Thread-safe. */
record Line(
    StatefulConnection<byte[], byte[]> connection,
    RedisClusterAsyncCommands<byte[], byte[]> async,
    RedisClusterCommands<byte[], byte[]> sync)
    implements AutoCloseable {

  static Line of(StatefulRedisConnection<byte[], byte[]> connection) {
    return new Line(connection, connection.async(), connection.sync());
  }

  static Line of(StatefulRedisClusterConnection<byte[], byte[]> connection) {
    return new Line(connection, connection.async(), connection.sync());
  }

  @Override
  public void close() {
    connection.close();
  }
}
