package dev.letterlock.server;

import dev.letterlock.server.cluster.LeaseTakenException;
import dev.letterlock.server.cluster.LeaseTimes;
import dev.letterlock.server.cluster.ServerLease;
import dev.letterlock.server.cluster.ServerName;
import dev.letterlock.server.config.ServerConfig;
import dev.letterlock.settings.ConfigException;
import dev.letterlock.settings.ConfigFault;
import dev.letterlock.storage.LeaseStore;
import dev.letterlock.storage.inbox.redis.link.RedisProbe;
import dev.letterlock.storage.mongo.MongoStores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The right to serve from what other servers can reach too. One server has it alone, unless the
 * servers share both their accounts and their inboxes: then they have it together.
 */
final class Leases {
  private static final Duration POLL = Duration.ofMillis(250);

  private Leases() {}

  /**
   * Takes it before anything is written: two servers on one database would contradict each other.
   *
   * @throws ConfigException if another has it
   */
  static ServerLease onDatabase(
      ServerConfig.Storage config, Path dataDirectory, MongoStores stores, Clock clock) {
    try {
      return take(stores.leases(), nameOn(config, dataDirectory, clock), clock);
    } catch (LeaseTakenException e) {
      throw new ConfigException(List.of(databaseTaken(e)));
    }
  }

  /**
   * Takes it for one process alone. What servers had together nobody gives back, so it is waited
   * for until it has run out. Blocks.
   *
   * @throws ConfigException if another has it
   */
  static ServerLease onDatabaseAlone(
      ServerConfig.Storage config, Path dataDirectory, MongoStores stores, Clock clock) {
    String shared = nameOn(config, dataDirectory, clock).text();
    Instant patience = clock.instant().plus(LeaseTimes.DEFAULT.life()).plus(POLL);
    while (true) {
      try {
        return take(stores.leases(), nameIn(dataDirectory), clock);
      } catch (LeaseTakenException e) {
        if (!e.holder().equals(shared) || clock.instant().isAfter(patience)) {
          throw new ConfigException(List.of(databaseTaken(e)));
        }
        LockSupport.parkNanos(POLL.toNanos());
      }
    }
  }

  /**
   * Takes it where the accounts are this server's own and its inboxes are not.
   *
   * @throws ConfigException if another has it
   */
  static ServerLease onRedis(Path dataDirectory, LeaseStore leases, Clock clock) {
    try {
      return take(leases, nameIn(dataDirectory), clock);
    } catch (LeaseTakenException e) {
      throw new ConfigException(List.of(taken("REDIS_URL", "the lease in that Redis", e)));
    }
  }

  /** Under which name a server with this configuration is known in its database. */
  static ServerName nameOn(ServerConfig.Storage config, Path dataDirectory, Clock clock) {
    ServerConfig.Redis redis = config.inboxes().redis();
    return redis == null
        ? nameIn(dataDirectory)
        : ServerName.sharing(RedisProbe.identity(Inboxes.link(config, redis, clock)));
  }

  static ConfigFault databaseTaken(LeaseTakenException e) {
    return taken("MONGODB_URI", "the lease in that database", e);
  }

  private static ServerLease take(LeaseStore leases, ServerName name, Clock clock)
      throws LeaseTakenException {
    return ServerLease.take(leases, name, LeaseTimes.DEFAULT, clock);
  }

  /** The name of the server that has locked this directory. */
  static ServerName nameIn(Path dataDirectory) {
    try {
      return ServerName.in(dataDirectory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ConfigFault taken(String key, String what, LeaseTakenException e) {
    return new ConfigFault(
        key,
        what,
        "is in use by the server " + e.holder(),
        "Stop that server, or give this one another; servers can share both MONGODB_URI and"
            + " REDIS_URL; if that server has crashed, try again after "
            + e.expires());
  }
}
