package dev.letterlock.server;

import dev.letterlock.server.api.management.ReadinessCheck;
import dev.letterlock.server.cluster.LeaseTakenException;
import dev.letterlock.server.cluster.LeaseTimes;
import dev.letterlock.server.cluster.ServerLease;
import dev.letterlock.server.cluster.ServerName;
import dev.letterlock.server.config.ServerConfig;
import dev.letterlock.server.features.backup.Backup;
import dev.letterlock.server.features.backup.Restore;
import dev.letterlock.settings.ConfigException;
import dev.letterlock.settings.ConfigFault;
import dev.letterlock.storage.OperationTimes;
import dev.letterlock.storage.StoreUnavailableException;
import dev.letterlock.storage.embedded.EmbeddedMongo;
import dev.letterlock.storage.inbox.InboxEngine;
import dev.letterlock.storage.mongo.MongoConfig;
import dev.letterlock.storage.mongo.MongoStores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Everything that outlives the process: the lock on DATA_DIR, MongoDB with the lease on it or its
 * embedded stand-in, and the inbox engine. Opened in this order, closed in the other.
 */
final class Persistence implements AutoCloseable {
  static final String ACCOUNTS = "accounts.mv";

  private final DataDirectory directory;
  private final @Nullable ServerLease lease;
  private final MongoStores stores;
  private final InboxEngine engine;
  private final Backup backup;
  private final String mongoUri;
  private final Opened opened;

  private Persistence(
      DataDirectory directory,
      @Nullable ServerLease lease,
      String mongoUri,
      MongoStores stores,
      InboxEngine engine,
      Backup backup,
      Opened opened) {
    this.directory = directory;
    this.lease = lease;
    this.mongoUri = mongoUri;
    this.stores = stores;
    this.engine = engine;
    this.backup = backup;
    this.opened = opened;
  }

  /**
   * Opens everything; what was opened is closed again when something fails.
   *
   * @param times learns how long every command of MongoDB took
   * @throws ConfigException if DATA_DIR cannot be used, or another server serves from MongoDB
   * @throws dev.letterlock.storage.StoreUnavailableException if MongoDB is away
   * @throws dev.letterlock.storage.inbox.InboxUnavailableException if Redis is away
   * @throws dev.letterlock.storage.inbox.redis.link.UnfitRedisException if it cannot keep the
   *     promise
   * @throws RuntimeException if what is stored is damaged or of a newer program, or the disk is
   *     full
   */
  static Persistence open(
      ServerConfig.Storage config, int inboxLimit, OperationTimes times, Clock clock) {
    Opened opened = new Opened();
    try {
      DataDirectory directory =
          opened.add(DataDirectory.lock(config.dataDir(), config.dataDirOrigin()));
      EmbeddedMongo embedded =
          config.mongodbUri() == null
              ? opened.add(EmbeddedMongo.open(directory.resolve(ACCOUNTS)))
              : null;
      String uri = embedded == null ? uriOf(config) : embedded.uri();
      MongoStores stores = opened.add(MongoStores.open(MongoConfig.of(uri), times, clock));
      ServerLease lease = embedded == null ? opened.add(takeLease(directory, stores, clock)) : null;
      stores.migrate("server-" + UUID.randomUUID());
      settle(directory, stores);
      Inboxes inboxes = Inboxes.open(config, directory.path(), inboxLimit, clock);
      InboxEngine engine = opened.add(inboxes.engine());
      Backup backup = new Backup(directory.path(), inboxes.copier(), embedded);
      return new Persistence(directory, lease, uri, stores, engine, backup, opened);
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  DataDirectory directory() {
    return directory;
  }

  MongoStores stores() {
    return stores;
  }

  InboxEngine engine() {
    return engine;
  }

  Backup backup() {
    return backup;
  }

  /** True when accounts are kept in this process. */
  boolean isEmbedded() {
    return lease == null;
  }

  /** Where MongoDB is; may carry a password. */
  String mongoUri() {
    return mongoUri;
  }

  /** The lease on a shared database; null when accounts are kept in this process. */
  @Nullable ServerLease lease() {
    return lease;
  }

  ReadinessCheck mongoCheck() {
    return new ReadinessCheck("mongo", this::mongoTrouble);
  }

  ReadinessCheck inboxCheck() {
    return new ReadinessCheck("inbox", () -> Optional.ofNullable(engine.health().trouble()));
  }

  private Optional<String> mongoTrouble() {
    try {
      stores.ping();
      return Optional.empty();
    } catch (StoreUnavailableException e) {
      return Optional.of("cannot be reached");
    }
  }

  @Override
  public void close() {
    opened.close();
  }

  private static void settle(DataDirectory directory, MongoStores stores) {
    try {
      Restore.settle(directory.path(), stores.users(), stores.preKeys());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Before anything is written: two servers on one database would contradict each other. */
  private static ServerLease takeLease(DataDirectory directory, MongoStores stores, Clock clock) {
    try {
      ServerName name = ServerName.in(directory.path());
      return ServerLease.take(stores.leases(), name, LeaseTimes.DEFAULT, clock);
    } catch (LeaseTakenException e) {
      throw new ConfigException(List.of(taken(e)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ConfigFault taken(LeaseTakenException e) {
    return new ConfigFault(
        "MONGODB_URI",
        "the lease in that database",
        "is in use by the server " + e.holder(),
        "Stop that server, or give this one another database; if that server has crashed, try again"
            + " after "
            + e.expires());
  }

  private static String uriOf(ServerConfig.Storage config) {
    var uri = config.mongodbUri();
    if (uri == null) {
      throw new IllegalArgumentException("mongodbUri: absent (expected: present)");
    }
    return uri.expose();
  }
}
