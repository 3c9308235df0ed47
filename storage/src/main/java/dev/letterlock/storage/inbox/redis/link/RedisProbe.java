package dev.letterlock.storage.inbox.redis.link;

import dev.letterlock.storage.inbox.InboxUnavailableException;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.time.Duration;

/** Whether inboxes could be kept in a Redis, without changing it. */
public final class RedisProbe {
  private RedisProbe() {}

  /**
   * Connects and judges. Blocks.
   *
   * @throws UnfitRedisException if it cannot keep the promise
   * @throws InboxUnavailableException if it cannot be reached
   */
  public static void look(LinkConfig config) {
    RedisURI uri = RedisURI.create(config.uri());
    uri.setTimeout(config.patience());
    RedisClient client = RedisClient.create(uri);
    try (StatefulRedisConnection<byte[], byte[]> connection =
        client.connect(ByteArrayCodec.INSTANCE)) {
      var _ = Fitness.of(connection.sync(), config.durability());
    } catch (UnfitRedisException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new InboxUnavailableException(Troubles.words(e), e);
    } finally {
      client.shutdown(Duration.ZERO, config.patience());
    }
  }
}
