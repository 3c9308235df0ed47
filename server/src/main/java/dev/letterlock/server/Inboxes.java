package dev.letterlock.server;

import dev.letterlock.server.config.ServerConfig;
import dev.letterlock.settings.ConfigException;
import dev.letterlock.storage.LeaseStore;
import dev.letterlock.storage.NonceStore;
import dev.letterlock.storage.TokenBuckets;
import dev.letterlock.storage.inbox.Durability;
import dev.letterlock.storage.inbox.InboxEngine;
import dev.letterlock.storage.inbox.local.InboxConfig;
import dev.letterlock.storage.inbox.local.LocalInboxEngine;
import dev.letterlock.storage.inbox.local.LocalInboxSource;
import dev.letterlock.storage.inbox.redis.RedisConfig;
import dev.letterlock.storage.inbox.redis.RedisInboxEngine;
import dev.letterlock.storage.inbox.redis.link.Layout;
import dev.letterlock.storage.inbox.redis.link.LinkConfig;
import dev.letterlock.storage.inbox.route.NodeRegistry;
import dev.letterlock.storage.inbox.route.Routes;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The inbox engine that the configuration names.
 *
 * @param copier copies the inboxes into a directory that it makes; null where they are in Redis,
 *     which has tools of its own
 * @param shared null where no other server can reach the inboxes
 */
record Inboxes(InboxEngine engine, @Nullable Consumer<Path> copier, @Nullable Shared shared) {
  /** What servers on the same inboxes find out about each other there. */
  record Shared(
      Layout layout,
      Routes routes,
      NodeRegistry nodes,
      LeaseStore leases,
      NonceStore nonces,
      TokenBuckets buckets) {
    static Shared of(RedisInboxEngine engine) {
      return new Shared(
          engine.layout(),
          engine.routes(),
          engine.nodes(),
          engine.leases(),
          engine.nonces(),
          engine.buckets());
    }
  }

  static final String DIRECTORY = "inbox";

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /**
   * Opens it.
   *
   * @throws ConfigException if inboxes are being moved to that Redis
   */
  static Inboxes open(ServerConfig.Storage config, Path dataDir, int inboxLimit, Clock clock) {
    ServerConfig.Redis redis = config.inboxes().redis();
    if (redis == null) {
      LocalInboxEngine engine = LocalInboxEngine.open(local(config, dataDir, inboxLimit, clock));
      return new Inboxes(engine, engine::checkpoint, null);
    }
    LinkConfig link = link(config, redis, clock);
    RedisInboxEngine engine = RedisInboxEngine.open(new RedisConfig(link, inboxLimit));
    try {
      MoveFaults.requireWhole("REDIS_URL", engine.moves().find(), null);
    } catch (RuntimeException e) {
      engine.close();
      throw e;
    }
    return new Inboxes(engine, null, Shared.of(engine));
  }

  static LinkConfig link(ServerConfig.Storage config, ServerConfig.Redis redis, Clock clock) {
    return new LinkConfig(
        redis.url().expose(), durability(config), redis.replicaAcks(), clock, PATIENCE);
  }

  /** What DATA_DIR holds, for reading alone. */
  static LocalInboxSource source(ServerConfig.Storage config, Path dataDir, Clock clock) {
    return LocalInboxSource.open(local(config, dataDir, 1, clock));
  }

  /**
   * Looks for messages in DATA_DIR, and changes nothing.
   *
   * @throws ConfigException if there are any, which nobody would deliver
   */
  static void requireNothingLeft(ServerConfig.Storage config, Path dataDir, Clock clock) {
    Path directory = dataDir.resolve(DIRECTORY);
    if (!LocalInboxSource.isIn(directory)) {
      return;
    }
    try (LocalInboxSource left = source(config, dataDir, clock)) {
      if (!left.isEmpty()) {
        throw MoveFaults.fault(
            "REDIS_URL",
            "the messages in " + directory,
            "would not be delivered",
            "Move them with "
                + MoveFaults.MIGRATE
                + ", leave REDIS_URL away until the devices have fetched them, or delete that"
                + " directory to lose them");
      }
    }
  }

  private static InboxConfig local(
      ServerConfig.Storage config, Path dataDir, int inboxLimit, Clock clock) {
    return new InboxConfig(
        dataDir.resolve(DIRECTORY), durability(config), inboxLimit, config.retention(), clock);
  }

  private static Durability durability(ServerConfig.Storage config) {
    return Durability.valueOf(config.durability().name());
  }
}
