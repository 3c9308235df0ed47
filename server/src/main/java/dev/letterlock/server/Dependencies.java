package dev.letterlock.server;

import dev.letterlock.server.cluster.LeaseTakenException;
import dev.letterlock.server.cluster.LeaseTimes;
import dev.letterlock.server.cluster.ServerLease;
import dev.letterlock.server.cluster.ServerName;
import dev.letterlock.server.config.ServerConfig;
import dev.letterlock.server.jobs.store.JobStorage;
import dev.letterlock.server.net.EdgeFault;
import dev.letterlock.server.net.TransportKind;
import dev.letterlock.settings.ConfigException;
import dev.letterlock.settings.value.Secret;
import dev.letterlock.storage.embedded.EmbeddedMongo;
import dev.letterlock.storage.inbox.local.FsyncProbe;
import dev.letterlock.storage.inbox.local.InboxProbe;
import dev.letterlock.storage.inbox.redis.link.RedisProbe;
import dev.letterlock.storage.mongo.MongoConfig;
import dev.letterlock.storage.mongo.MongoStores;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a server stands on, each tried by itself: no port is opened, no message moved, no job begun.
 * Each method says what it found, or throws what a start would. Blocks.
 */
public final class Dependencies {
  private static final int CONNECT_MILLIS = 5_000;
  private static final int HTTP = 80;
  private static final int HTTPS = 443;
  private static final String NEW = "new";

  private final ServerConfig config;
  private final Path dataDir;

  public Dependencies(ServerConfig config) {
    this.config = config;
    this.dataDir = config.storage().dataDir();
  }

  /**
   * Keeps a server from starting on DATA_DIR until closed.
   *
   * @throws ConfigException if one has started meanwhile
   */
  public Held hold() {
    DataDirectory held = DataDirectory.lockIfUsed(dataDir, config.storage().dataDirOrigin());
    return () -> {
      if (held != null) {
        held.close();
      }
    };
  }

  /** DATA_DIR as it stands. */
  @FunctionalInterface
  public interface Held extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * The way to the sockets that would be taken.
   *
   * @throws EdgeFault if it does not work here
   */
  public String transport() throws EdgeFault {
    return TransportKind.choose(config.net().loops().transport().name().toLowerCase(Locale.ROOT))
        .label();
  }

  /**
   * Asks the database that accounts are in.
   *
   * @throws dev.letterlock.storage.StoreUnavailableException if it is away
   * @throws dev.letterlock.storage.UnusableDatabaseException if it is damaged or of a newer program
   */
  public String mongo() {
    Secret uri = config.storage().mongodbUri();
    if (uri != null) {
      requireKnown(MongoConfig.of(uri.expose()), MigratedMark.in(dataDir));
      return "reached";
    }
    Path accounts = dataDir.resolve(Persistence.ACCOUNTS);
    if (Files.exists(accounts)) {
      try (EmbeddedMongo embedded = EmbeddedMongo.open(accounts)) {
        requireKnown(MongoConfig.inProcess(embedded.uri()), null);
      }
    }
    return Files.exists(accounts) ? "embedded" : "embedded, " + NEW;
  }

  /** Asks the MongoDB that a running server uses too; its own files are left alone. */
  public String mongoOfRunningServer() {
    return config.storage().mongodbUri() == null ? "embedded" : mongo();
  }

  /**
   * Looks into the inbox and changes nothing.
   *
   * @throws dev.letterlock.storage.inbox.local.disk.StorageFaultException if it cannot be opened
   * @throws dev.letterlock.storage.inbox.InboxUnavailableException if Redis is away
   * @throws dev.letterlock.storage.inbox.redis.link.UnfitRedisException if it cannot keep the
   *     promise
   */
  public String inbox() {
    ServerConfig.Redis redis = config.storage().inboxes().redis();
    if (redis != null) {
      RedisProbe.look(Inboxes.link(config.storage(), redis, Clock.systemUTC()));
      return "Redis, reached";
    }
    Path inbox = dataDir.resolve(Inboxes.DIRECTORY);
    if (!Files.exists(inbox.resolve("CURRENT"))) {
      return NEW;
    }
    InboxProbe.look(inbox);
    return "can be opened";
  }

  /**
   * Looks for messages in DATA_DIR that nobody would deliver, and whether its data was moved.
   *
   * @return null if its data is where it is expected
   * @throws ConfigException if a server would not serve from it
   */
  public @Nullable String moved() {
    MigratedMark mark = MigratedMark.in(dataDir);
    MoveFaults.requireHere(mark, dataDir, config.storage());
    if (mark != null) {
      return "to " + mark.to() + " on " + mark.finished();
    }
    if (config.storage().inboxes().redis() != null) {
      Inboxes.requireNothingLeft(config.storage(), dataDir, Clock.systemUTC());
    }
    return null;
  }

  /**
   * Opens the jobs' database as a start does, which brings JobRunr's tables in it up to date; in
   * MongoDB under the lease, given back at once. An embedded one that does not exist is tried
   * elsewhere.
   *
   * @throws ConfigException if another server serves from that MongoDB
   * @throws RuntimeException if the database is away or refuses
   */
  public String jobs() throws IOException {
    Secret uri = config.storage().mongodbUri();
    if (uri != null) {
      return jobsIn(uri);
    }
    Path jobs = dataDir.resolve(Background.JOBS);
    if (Files.exists(jobs)) {
      return open(JobStorage.embedded(jobs));
    }
    try (Scratch scratch = Scratch.in(dataDir)) {
      open(JobStorage.embedded(scratch.path()));
      return NEW;
    }
  }

  /** How long the disk of DATA_DIR takes to make something durable. */
  public FsyncProbe fsync() throws IOException {
    try (Scratch scratch = Scratch.in(dataDir)) {
      return FsyncProbe.measure(scratch.path());
    }
  }

  /**
   * Connects to where wake-ups are posted, if they are, and says nothing there.
   *
   * @throws IOException if there is no connection; its message names the host and the port only
   */
  public String webhook() throws IOException {
    ServerConfig.Webhook webhook = config.notifications().webhook();
    if (webhook == null) {
      return "none";
    }
    connect(webhook.url());
    return "reached";
  }

  private static void requireKnown(MongoConfig config, @Nullable MigratedMark mark) {
    try (MongoStores stores = MongoStores.open(config, Clock.systemUTC())) {
      stores.requireKnownVersion();
      MoveFaults.requireWhole("MONGODB_URI", stores.moves().find(), mark);
    }
  }

  private String jobsIn(Secret uri) throws IOException {
    Clock clock = Clock.systemUTC();
    try (MongoStores stores = MongoStores.open(MongoConfig.of(uri.expose()), clock);
        ServerLease _ = ServerLease.take(stores.leases(), name(), LeaseTimes.DEFAULT, clock)) {
      return open(JobStorage.mongo(uri));
    } catch (LeaseTakenException e) {
      throw new ConfigException(List.of(Leases.databaseTaken(e)));
    }
  }

  /** That of the server that this directory had, whose lease may not have run out yet. */
  private ServerName name() {
    return ServerName.isKept(dataDir) || config.storage().inboxes().redis() != null
        ? Leases.nameOn(config.storage(), dataDir, Clock.systemUTC())
        : new ServerName("a check that is over in a moment (" + UUID.randomUUID() + ")", false);
  }

  private static String open(JobStorage storage) {
    JobStorage.Opened opened = storage.open();
    try {
      opened.provider().close();
    } finally {
      opened.disconnect().run();
    }
    return "can be kept in " + storage;
  }

  private static void connect(URI url) throws IOException {
    int usual = "https".equalsIgnoreCase(url.getScheme()) ? HTTPS : HTTP;
    int port = url.getPort() < 0 ? usual : url.getPort();
    String host = url.getHost().replaceAll("[\\[\\]]", "");
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
    } catch (IOException e) {
      throw new IOException(host + ":" + port + " (" + e.getClass().getSimpleName() + ")", e);
    }
  }
}
