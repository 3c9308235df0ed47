package dev.letterlock.storage.inbox.redis.link;

import dev.letterlock.storage.inbox.InboxUnavailableException;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
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
    ask(config, redis -> Fitness.of(redis, config.durability()));
  }

  /**
   * By what its servers know that they share this Redis; made when first asked for.
   *
   * @throws InboxUnavailableException if it cannot be reached, or takes no writes
   */
  public static String identity(LinkConfig config) {
    return ask(
        config,
        redis -> {
          byte[] fresh = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
          redis.set(IDENTITY, fresh, SetArgs.Builder.nx());
          return new String(redis.get(IDENTITY), StandardCharsets.US_ASCII);
        });
  }

  private static <T> T ask(LinkConfig config, Function<RedisCommands<byte[], byte[]>, T> question) {
    RedisURI uri = RedisURI.create(config.uri());
    uri.setTimeout(config.patience());
    RedisClient client = RedisClient.create(uri);
    try (StatefulRedisConnection<byte[], byte[]> connection =
        client.connect(ByteArrayCodec.INSTANCE)) {
      return question.apply(connection.sync());
    } catch (UnfitRedisException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new InboxUnavailableException(Troubles.words(e), e);
    } finally {
      client.shutdown(Duration.ZERO, config.patience());
    }
  }
}
