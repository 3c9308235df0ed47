package dev.letterlock.server;

import dev.letterlock.server.cluster.ServerLease;
import dev.letterlock.server.config.ServerConfig;
import dev.letterlock.server.features.backup.Restore;
import dev.letterlock.settings.ConfigException;
import dev.letterlock.settings.value.Secret;
import dev.letterlock.storage.MoveProgress;
import dev.letterlock.storage.MoveRecord;
import dev.letterlock.storage.MoveStore;
import dev.letterlock.storage.embedded.EmbeddedMongo;
import dev.letterlock.storage.inbox.local.LocalInboxSource;
import dev.letterlock.storage.inbox.move.InboxMove;
import dev.letterlock.storage.inbox.redis.RedisInboxSink;
import dev.letterlock.storage.inbox.redis.link.LinkConfig;
import dev.letterlock.storage.mongo.MongoConfig;
import dev.letterlock.storage.mongo.MongoStores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Moves what DATA_DIR holds to a Redis and a MongoDB (docs/adr/0012), while no server serves from
 * any of the three. Killed anywhere, it goes on with the next run. Blocking.
 */
public final class Migration {
  private static final String MONGO = "MONGODB_URI";
  private static final String REDIS = "REDIS_URL";

  private final ServerConfig.Storage config;
  private final MoveProgress progress;
  private final Clock clock;
  private final Path accounts;
  private final Path inboxes;
  private final MongoConfig mongo;
  private final LinkConfig redis;
  private final String to;

  private Migration(
      ServerConfig.Storage config,
      Secret mongodbUri,
      ServerConfig.Redis redis,
      MoveProgress progress,
      Clock clock) {
    this.config = config;
    this.progress = progress;
    this.clock = clock;
    this.accounts = config.dataDir().resolve(Persistence.ACCOUNTS);
    this.inboxes = config.dataDir().resolve(Inboxes.DIRECTORY);
    this.mongo = MongoConfig.of(mongodbUri.expose());
    this.redis = Inboxes.link(config, redis, clock);
    this.to = "MongoDB " + mongo.place() + " and Redis " + this.redis.place();
  }

  /**
   * What came of it.
   *
   * @param to where the data is now, for people
   * @param before it had all been moved by an earlier run
   */
  public record Result(String to, boolean before) {}

  /** What moves there, and whether it has to be empty before. */
  private record Target(String key, MoveStore moves, boolean toFill) {}

  /**
   * Moves everything, or what an earlier run has left to do.
   *
   * @param config names both databases
   * @param progress told of every step; may end it by an exception
   * @throws ConfigException if DATA_DIR, or one of the databases, is not to be moved from or to;
   *     nothing was changed then
   * @throws dev.letterlock.storage.StoreUnavailableException if a database is away
   * @throws RuntimeException as of {@link Letterlock#start}
   */
  public static Result run(ServerConfig.Storage config, MoveProgress progress, Clock clock) {
    Secret mongodbUri = config.mongodbUri();
    ServerConfig.Redis redis = config.inboxes().redis();
    if (mongodbUri == null || redis == null) {
      throw new IllegalArgumentException("config: no databases (expected: both)");
    }
    try (Opened opened = new Opened()) {
      return new Migration(config, mongodbUri, redis, progress, clock).run(opened);
    }
  }

  private Result run(Opened opened) {
    requireSomething();
    DataDirectory directory =
        opened.add(DataDirectory.lock(config.dataDir(), config.dataDirOrigin()));
    MigratedMark mark = MigratedMark.in(directory.path());
    MongoStores stores = opened.add(MongoStores.open(mongo, clock));
    if (mark != null && mark.finished() != null) {
      MoveFaults.requireWhole(MONGO, stores.moves().find(), mark);
      return new Result(mark.to(), true);
    }
    RedisInboxSink sink = opened.add(RedisInboxSink.open(redis));
    requireNoServer(sink.nodes().all());
    ServerLease other = opened.add(Leases.onRedis(directory.path(), sink.leases(), clock));
    ServerLease lease = opened.add(Leases.onDatabaseAlone(config, directory.path(), stores, clock));
    MigratedMark begun =
        begin(
            directory.path(),
            mark,
            new Target(MONGO, stores.moves(), Files.exists(accounts)),
            new Target(REDIS, sink.moves(), LocalInboxSource.isIn(inboxes)));
    MoveRecord record = stores.moves().find();
    if (record == null || !record.finished()) {
      MoveProgress guarded =
          (what, done, of) -> {
            requireHeld(lease);
            requireHeld(other);
            progress.at(what, done, of);
          };
      move(directory.path(), begun.id(), stores, sink, guarded);
    }
    leave(directory.path());
    begun.finishedAt(now()).writeTo(directory.path());
    return new Result(to, false);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private void requireSomething() {
    if (!Files.exists(accounts)
        && !LocalInboxSource.isIn(inboxes)
        && !Files.exists(config.dataDir().resolve(MigratedMark.FILE))) {
      throw MoveFaults.fault(
          "DATA_DIR",
          config.dataDirOrigin(),
          config.dataDir() + " holds neither accounts nor messages that could be moved",
          "Name the DATA_DIR of the server that has run until now");
    }
  }

  private static void requireNoServer(Map<Long, String> nodes) {
    if (!nodes.isEmpty()) {
      throw MoveFaults.fault(
          REDIS,
          "that Redis",
          "is in use by the servers " + String.join(", ", nodes.values()),
          "Stop them, or name another Redis");
    }
  }

  private static void requireHeld(ServerLease lease) {
    if (lease.lost().toCompletableFuture().isDone()) {
      throw MoveFaults.fault(
          MONGO,
          "the lease",
          "was taken over by a server, so that the move ends here",
          "Stop that server, and run " + MoveFaults.MIGRATE + " again");
    }
  }

  /** Says everywhere that the move is under way; first of all in DATA_DIR. */
  private MigratedMark begin(Path directory, @Nullable MigratedMark mark, Target... targets) {
    if (mark != null && !mark.to().equals(to)) {
      throw MoveFaults.fault(
          "DATA_DIR",
          directory.toString(),
          "is being moved to " + mark.to() + " since " + mark.begun(),
          "Go on there; or empty both databases and delete "
              + directory.resolve(MigratedMark.FILE)
              + " to begin elsewhere");
    }
    for (Target target : targets) {
      requireFree(target, mark);
    }
    MigratedMark begun =
        mark == null ? new MigratedMark(UUID.randomUUID().toString(), to, now(), null) : mark;
    if (mark == null) {
      begun.writeTo(directory);
    }
    String from = Leases.nameIn(directory).text();
    for (Target target : targets) {
      if (target.moves().find() == null) {
        target.moves().begin(new MoveRecord(begun.id(), from, begun.begun(), false));
      }
    }
    return begun;
  }

  private void requireFree(Target target, @Nullable MigratedMark mark) {
    MoveRecord found = target.moves().find();
    if (found != null && (mark == null || !mark.id().equals(found.id()))) {
      throw MoveFaults.fault(
          target.key(),
          "what is there",
          "was moved there from " + found.from() + " on " + found.begun(),
          "Name an empty database");
    }
    if (found == null && target.toFill() && target.moves().holdsData()) {
      throw MoveFaults.fault(
          target.key(),
          "what is there",
          "belongs to other accounts, or was not moved there by " + MoveFaults.MIGRATE,
          "Name an empty database; if this is the server's own already, move "
              + (target.key().equals(MONGO) ? accounts : inboxes)
              + " away and try again");
    }
    if (found == null && target.key().equals(MONGO) && !target.toFill()) {
      requireAccounts(target.moves());
    }
  }

  /** Where DATA_DIR has none, the server has had them there. */
  private void requireAccounts(MoveStore moves) {
    if (!moves.holdsData()) {
      throw MoveFaults.fault(
          MONGO,
          "that database",
          "holds no accounts, and neither does " + config.dataDir(),
          "Name the database that the server has used until now");
    }
  }

  private void move(
      Path directory, String id, MongoStores stores, RedisInboxSink sink, MoveProgress guarded) {
    stores.migrate(Leases.nameIn(directory).text());
    moveAccounts(directory, stores, guarded);
    if (LocalInboxSource.isIn(inboxes)) {
      try (LocalInboxSource source = Inboxes.source(config, directory, clock)) {
        new InboxMove(source, sink, id).run(guarded);
      }
    }
    sink.moves().finish(id);
    stores.moves().finish(id);
  }

  private void moveAccounts(Path directory, MongoStores stores, MoveProgress guarded) {
    if (!Files.exists(accounts)) {
      settle(directory, stores);
      return;
    }
    try (EmbeddedMongo embedded = EmbeddedMongo.open(accounts);
        MongoStores source = MongoStores.open(MongoConfig.inProcess(embedded.uri()), clock)) {
      source.migrate(Leases.nameIn(directory).text());
      settle(directory, source);
      stores.moveFrom(source, guarded);
    }
  }

  /** Whoever goes back serves from what is old then, as after a restore. */
  private static void leave(Path directory) {
    try {
      Restore.mark(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void settle(Path directory, MongoStores stores) {
    try {
      Restore.settle(directory, stores.users(), stores.preKeys());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
