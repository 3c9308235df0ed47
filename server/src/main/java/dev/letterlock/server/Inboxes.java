package dev.letterlock.server;

import dev.letterlock.server.config.ServerConfig;
import dev.letterlock.settings.ConfigException;
import dev.letterlock.settings.ConfigFault;
import dev.letterlock.storage.LeaseStore;
import dev.letterlock.storage.NonceStore;
import dev.letterlock.storage.TokenBuckets;
import dev.letterlock.storage.inbox.Durability;
import dev.letterlock.storage.inbox.InboxEngine;
import dev.letterlock.storage.inbox.local.InboxConfig;
import dev.letterlock.storage.inbox.local.LocalInboxEngine;
import dev.letterlock.storage.inbox.redis.RedisConfig;
import dev.letterlock.storage.inbox.redis.RedisInboxEngine;
import dev.letterlock.storage.inbox.redis.link.LinkConfig;
import dev.letterlock.storage.inbox.route.NodeRegistry;
import dev.letterlock.storage.inbox.route.Routes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
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
      Routes routes,
      NodeRegistry nodes,
      LeaseStore leases,
      NonceStore nonces,
      TokenBuckets buckets) {
    static Shared of(RedisInboxEngine engine) {
      return new Shared(
          engine.routes(), engine.nodes(), engine.leases(), engine.nonces(), engine.buckets());
    }
  }

  static final String DIRECTORY = "inbox";

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /**
   * Opens it.
   *
   * @throws ConfigException if messages wait in DATA_DIR that nobody would deliver
   */
  static Inboxes open(ServerConfig.Storage config, Path dataDir, int inboxLimit, Clock clock) {
    InboxConfig local =
        new InboxConfig(
            dataDir.resolve(DIRECTORY), durability(config), inboxLimit, config.retention(), clock);
    ServerConfig.Redis redis = config.inboxes().redis();
    if (redis == null) {
      LocalInboxEngine engine = LocalInboxEngine.open(local);
      return new Inboxes(engine, engine::checkpoint, null);
    }
    requireNothingLeft(local);
    LinkConfig link = link(config, redis, clock);
    RedisInboxEngine engine = RedisInboxEngine.open(new RedisConfig(link, inboxLimit));
    return new Inboxes(engine, null, Shared.of(engine));
  }

  static LinkConfig link(ServerConfig.Storage config, ServerConfig.Redis redis, Clock clock) {
    return new LinkConfig(
        redis.url().expose(), durability(config), redis.replicaAcks(), clock, PATIENCE);
  }

  private static void requireNothingLeft(InboxConfig local) {
    if (!Files.exists(local.directory().resolve("CURRENT"))) {
      return;
    }
    try (LocalInboxEngine left = LocalInboxEngine.open(local)) {
      if (!left.isEmpty()) {
        throw new ConfigException(List.of(waiting(local.directory())));
      }
    }
  }

  private static ConfigFault waiting(Path directory) {
    return new ConfigFault(
        "REDIS_URL",
        "the messages in " + directory,
        "would not be delivered",
        "Leave REDIS_URL away until the devices have fetched them, or delete that directory to lose"
            + " them");
  }

  private static Durability durability(ServerConfig.Storage config) {
    return Durability.valueOf(config.durability().name());
  }
}
