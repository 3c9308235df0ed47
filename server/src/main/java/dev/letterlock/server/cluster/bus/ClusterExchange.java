package dev.letterlock.server.cluster.bus;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * On a Redis Cluster. A channel is spoken and heard at the primary that has the slot of its name,
 * so that it costs the others nothing from Redis 7 on, and whoever publishes learns whether anybody
 * listens.
 */
final class ClusterExchange implements Exchange {
  private static final Duration CLOSING = Duration.ofSeconds(2);
  private static final Duration LOOK = Duration.ofSeconds(10);
  private static final int SHARDED_SINCE = 7;
  private static final Pattern VERSION = Pattern.compile("redis_version:(\\d+)");

  private final RedisClusterClient client;
  private final RedisClient single;
  private volatile boolean sharded;

  ClusterExchange(RedisURI address, Duration patience) {
    client = RedisClusterClient.create(address);
    client.setOptions(
        ClusterClientOptions.builder()
            .timeoutOptions(TimeoutOptions.enabled(patience))
            .topologyRefreshOptions(
                ClusterTopologyRefreshOptions.builder().enablePeriodicRefresh(LOOK).build())
            .build());
    single = RedisClient.create();
    single.setOptions(
        ClientOptions.builder()
            .autoReconnect(false)
            .timeoutOptions(TimeoutOptions.enabled(patience))
            .build());
  }

  @Override
  public Line line() {
    Line line = Line.of(client.connect(ByteArrayCodec.INSTANCE));
    Matcher version = VERSION.matcher(line.sync().info("server"));
    sharded = version.find() && Integer.parseInt(version.group(1)) >= SHARDED_SINCE;
    return line;
  }

  @Override
  public CompletionStage<Long> publish(Line line, byte[] channel, byte[] message) {
    return sharded
        ? line.async().spublish(channel, message)
        : line.async().publish(channel, message);
  }

  @Override
  public Hearing hear(byte[] channel, Consumer<byte[]> messages) {
    return SlotListener.start(this, channel, messages);
  }

  /** Where the channel is spoken; null if no primary is known to have its slot. */
  @Nullable RedisURI placeOf(byte[] channel) {
    RedisClusterNode node = client.getPartitions().getPartitionBySlot(SlotHash.getSlot(channel));
    return node == null ? null : node.getUri();
  }

  /** Asks anew who has what. Blocking. */
  void look() {
    client.refreshPartitions();
  }

  /** Connects and subscribes; does not come back by itself. Blocking. */
  StatefulRedisPubSubConnection<byte[], byte[]> subscribe(
      RedisURI place, byte[] channel, Consumer<byte[]> messages) {
    StatefulRedisPubSubConnection<byte[], byte[]> connection =
        single.connectPubSub(ByteArrayCodec.INSTANCE, place);
    try {
      connection.addListener(new Ear(messages));
      if (sharded) {
        connection.sync().ssubscribe(channel);
      } else {
        connection.sync().subscribe(channel);
      }
      return connection;
    } catch (RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public void close() {
    client.shutdown(Duration.ZERO, CLOSING);
    single.shutdown(Duration.ZERO, CLOSING);
  }
}
