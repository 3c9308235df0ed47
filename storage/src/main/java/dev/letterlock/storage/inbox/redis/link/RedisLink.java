package dev.letterlock.storage.inbox.redis.link;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The way to Redis. Nothing is ever sent a second time: what was under way when a connection ended
 * may have happened or not, and a connection that comes after may lead to another primary.
 * Thread-safe.
 */
public sealed interface RedisLink extends AutoCloseable permits PrimaryLink, ClusterLink {

  /**
   * Connects. Blocking.
   *
   * @throws UnfitRedisException if it cannot keep the promise
   * @throws dev.letterlock.storage.inbox.InboxUnavailableException if it cannot be reached, or
   *     takes no writes
   */
  static RedisLink open(LinkConfig config) {
    return switch (RedisProbe.layout(config)) {
      case SINGLE -> PrimaryLink.connectTo(config);
      case CLUSTER -> ClusterLink.connectTo(config);
    };
  }

  /**
   * Runs a script; never blocks.
   *
   * @return fails with {@link dev.letterlock.storage.inbox.InboxUnavailableException} when the
   *     outcome is not known, or nothing was done
   */
  CompletableFuture<List<Object>> run(ScriptCall call);

  /** What one script may change has the same number for all its partitions. */
  int domainOf(int partition);

  /** One partition of each primary, where a script finds whatever the primary has. */
  List<Integer> oneOfEach();

  Layout layout();

  /** Why something cannot be done now; null while all is well. */
  @Nullable String trouble();

  @Override
  void close();
}
