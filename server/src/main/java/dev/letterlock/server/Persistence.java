package dev.letterlock.server;

import dev.letterlock.server.api.management.ReadinessCheck;
import dev.letterlock.server.cluster.ServerLease;
import dev.letterlock.server.config.ServerConfig;
import dev.letterlock.server.features.backup.Backup;
import dev.letterlock.server.features.backup.Restore;
import dev.letterlock.settings.ConfigException;
import dev.letterlock.settings.ConfigFault;
import dev.letterlock.storage.OperationTimes;
import dev.letterlock.storage.StoreUnavailableException;
import dev.letterlock.storage.blob.BlobStore;
import dev.letterlock.storage.blob.local.LocalBlobStore;
import dev.letterlock.storage.embedded.EmbeddedMongo;
import dev.letterlock.storage.inbox.InboxEngine;
import dev.letterlock.storage.mongo.MongoConfig;
import dev.letterlock.storage.mongo.MongoStores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
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
  private final Accounts accounts;
  private final Inboxes inboxes;
  private final Backup backup;
  private final BlobStore blobs;
  private final Opened opened;

  /**
   * The database of accounts.
   *
   * @param uri may carry a password
   * @param embedded it is in this process
   */
  private record Accounts(MongoStores stores, String uri, boolean embedded) {}

  private Persistence(
      DataDirectory directory,
      @Nullable ServerLease lease,
      Accounts accounts,
      Inboxes inboxes,
      Backup backup,
      BlobStore blobs,
      Opened opened) {
    this.directory = directory;
    this.lease = lease;
    this.accounts = accounts;
    this.inboxes = inboxes;
    this.backup = backup;
    this.blobs = blobs;
    this.opened = opened;
  }

  /**
   * Opens everything; what was opened is closed again when something fails.
   *
   * @param times learns how long every command of MongoDB took
   * @throws ConfigException if DATA_DIR cannot be used, another server serves from MongoDB, or what
   *     is stored is being moved or was moved elsewhere
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
      MigratedMark mark = MigratedMark.in(directory.path());
      MoveFaults.requireHere(mark, directory.path(), config);
      if (mark == null && config.inboxes().redis() != null) {
        Inboxes.requireNothingLeft(config, directory.path(), clock);
      }
      EmbeddedMongo embedded =
          config.mongodbUri() == null
              ? opened.add(EmbeddedMongo.open(directory.resolve(ACCOUNTS)))
              : null;
      MongoConfig mongo =
          embedded == null ? MongoConfig.of(uriOf(config)) : MongoConfig.inProcess(embedded.uri());
      MongoStores stores = opened.add(MongoStores.open(mongo, times, clock));
      ServerLease lease =
          embedded == null
              ? opened.add(Leases.onDatabase(config, directory.path(), stores, clock))
              : null;
      if (embedded == null) {
        MoveFaults.requireWhole("MONGODB_URI", stores.moves().find(), mark);
      }
      stores.migrate("server-" + UUID.randomUUID());
      if (mark == null) {
        settle(directory, stores);
      }
      Inboxes inboxes = Inboxes.open(config, directory.path(), inboxLimit, clock);
      opened.add(inboxes.engine());
      Inboxes.Shared shared = inboxes.shared();
      if (embedded != null && shared != null) {
        lease = opened.add(Leases.onRedis(directory.path(), shared.leases(), clock));
      }
      Backup backup = new Backup(directory.path(), inboxes.copier(), embedded);
      Accounts accounts = new Accounts(stores, mongo.uri(), embedded != null);
      BlobStore blobs = blobsIn(config.blobs().directory());
      return new Persistence(directory, lease, accounts, inboxes, backup, blobs, opened);
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  DataDirectory directory() {
    return directory;
  }

  /** This server's own name, for people. */
  String name() {
    return Leases.nameIn(directory.path()).text();
  }

  MongoStores stores() {
    return accounts.stores();
  }

  InboxEngine engine() {
    return inboxes.engine();
  }

  /** What other servers on the same inboxes have in common; null if there can be none. */
  Inboxes.@Nullable Shared shared() {
    return isEmbedded() ? null : inboxes.shared();
  }

  Backup backup() {
    return backup;
  }

  /** The bytes of attachments. */
  BlobStore blobs() {
    return blobs;
  }

  /** True when accounts are kept in this process. */
  boolean isEmbedded() {
    return accounts.embedded();
  }

  /** Where MongoDB is; may carry a password. */
  String mongoUri() {
    return accounts.uri();
  }

  /** The lease on what other servers can reach; null where there is no such thing. */
  @Nullable ServerLease lease() {
    return lease;
  }

  ReadinessCheck mongoCheck() {
    return new ReadinessCheck("mongo", this::mongoTrouble);
  }

  ReadinessCheck inboxCheck() {
    return new ReadinessCheck("inbox", () -> Optional.ofNullable(engine().health().trouble()));
  }

  private Optional<String> mongoTrouble() {
    try {
      accounts.stores().ping();
      return Optional.empty();
    } catch (StoreUnavailableException e) {
      return Optional.of("cannot be reached");
    }
  }

  @Override
  public void close() {
    opened.close();
  }

  private static BlobStore blobsIn(Path directory) {
    try {
      return LocalBlobStore.in(directory);
    } catch (IOException e) {
      throw new ConfigException(
          List.of(
              new ConfigFault(
                  "BLOB_DIR",
                  "BLOB_DIR",
                  directory + " cannot be made (" + e.getClass().getSimpleName() + ")",
                  "Make the directory writable for this user, or choose another BLOB_DIR")));
    }
  }

  private static void settle(DataDirectory directory, MongoStores stores) {
    try {
      Restore.settle(directory.path(), stores.users(), stores.preKeys());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String uriOf(ServerConfig.Storage config) {
    var uri = config.mongodbUri();
    if (uri == null) {
      throw new IllegalArgumentException("mongodbUri: absent (expected: present)");
    }
    return uri.expose();
  }
}
