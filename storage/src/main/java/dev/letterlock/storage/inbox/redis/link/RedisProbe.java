package dev.letterlock.storage.inbox.redis.link;

import dev.letterlock.storage.inbox.InboxUnavailableException;
import dev.letterlock.storage.inbox.redis.link.Topology.Address;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Asks a Redis before anything is kept in it. Blocks. */
public final class RedisProbe {
  private static final byte[] IDENTITY = "ll{0}id".getBytes(StandardCharsets.US_ASCII);

  private RedisProbe() {}

  /**
   * Connects and judges; changes nothing.
   *
   * @throws UnfitRedisException if it cannot keep the promise
   * @throws InboxUnavailableException if it cannot be reached
   */
  public static void look(LinkConfig config) {
    ask(
        config,
        (redis, client) -> {
          Layout layout = Layout.of(redis);
          if (layout == Layout.SINGLE) {
            return Fitness.of(redis, config.durability(), layout);
          }
          Topology topology = Topology.of(redis, Address.of(Connections.uri(config)));
          for (Address address : topology.primaries()) {
            at(address, config, client, each -> Fitness.of(each, config.durability(), layout));
          }
          return layout;
        });
  }

  /**
   * How the Redis spreads its keys.
   *
   * @throws InboxUnavailableException if it cannot be reached
   */
  public static Layout layout(LinkConfig config) {
    return ask(config, (redis, _) -> Layout.of(redis));
  }

  /**
   * By what its servers know that they share this Redis; made when first asked for.
   *
   * @throws InboxUnavailableException if it cannot be reached, or takes no writes
   */
  public static String identity(LinkConfig config) {
    return ask(
        config,
        (redis, client) -> {
          if (Layout.of(redis) == Layout.SINGLE) {
            return identity(redis);
          }
          Topology topology = Topology.of(redis, Address.of(Connections.uri(config)));
          Address owner = topology.ownerOf(IDENTITY);
          if (owner == null) {
            throw new InboxUnavailableException("Redis: no primary of the cluster has slot {0}");
          }
          return at(owner, config, client, RedisProbe::identity);
        });
  }

  private static String identity(RedisCommands<byte[], byte[]> redis) {
    byte[] fresh = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
    redis.set(IDENTITY, fresh, SetArgs.Builder.nx());
    return new String(redis.get(IDENTITY), StandardCharsets.US_ASCII);
  }

  private static <T> T at(
      Address address,
      LinkConfig config,
      RedisClient client,
      Function<RedisCommands<byte[], byte[]>, T> question) {
    try (StatefulRedisConnection<byte[], byte[]> connection =
        client.connect(ByteArrayCodec.INSTANCE, address.uri(Connections.uri(config)))) {
      return question.apply(connection.sync());
    }
  }

  private static <T> T ask(
      LinkConfig config, BiFunction<RedisCommands<byte[], byte[]>, RedisClient, T> question) {
    RedisClient client = Connections.client(config);
    try (StatefulRedisConnection<byte[], byte[]> connection =
        client.connect(ByteArrayCodec.INSTANCE)) {
      return question.apply(connection.sync(), client);
    } catch (RuntimeException e) {
      throw Troubles.atStart(e);
    } finally {
      client.shutdown(Duration.ZERO, config.patience());
    }
  }
}
