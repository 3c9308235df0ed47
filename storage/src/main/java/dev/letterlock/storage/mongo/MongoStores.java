package dev.letterlock.storage.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.WriteConcern;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.letterlock.storage.LeaseStore;
import dev.letterlock.storage.MoveProgress;
import dev.letterlock.storage.MoveStore;
import dev.letterlock.storage.OperationTimes;
import dev.letterlock.storage.StoreUnavailableException;
import dev.letterlock.storage.UnusableDatabaseException;
import dev.letterlock.storage.account.BulkImport;
import dev.letterlock.storage.account.EndedLoginStore;
import dev.letterlock.storage.account.RefreshTokenStore;
import dev.letterlock.storage.account.UserStore;
import dev.letterlock.storage.blob.BlobLedger;
import dev.letterlock.storage.device.DeviceListStore;
import dev.letterlock.storage.device.DeviceStore;
import dev.letterlock.storage.device.LinkStore;
import dev.letterlock.storage.device.PreKeyStore;
import dev.letterlock.storage.device.RosterStore;
import dev.letterlock.storage.message.AgedInboxStore;
import dev.letterlock.storage.message.ConversationStore;
import dev.letterlock.storage.message.GroupStore;
import dev.letterlock.storage.message.ReceiptStore;
import dev.letterlock.storage.mongo.access.Await;
import dev.letterlock.storage.mongo.message.MongoAgedInboxStore;
import dev.letterlock.storage.mongo.message.MongoConversationStore;
import dev.letterlock.storage.mongo.message.MongoGroupStore;
import dev.letterlock.storage.mongo.message.MongoReceiptStore;
import dev.letterlock.storage.mongo.prekey.MongoPreKeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.bson.Document;

/**
 * All stores over one MongoDB client. Opening it waits for nothing; every store finds the database
 * whenever it is there and says {@link StoreUnavailableException} otherwise. Every write is
 * acknowledged by a majority and journaled. The server is any that the driver supports, or the
 * embedded one.
 */
public final class MongoStores implements AutoCloseable {
  private final MongoClient client;
  private final Await await;
  private final MongoDatabase database;
  private final Clock clock;
  private final PreKeyStore preKeys;

  private MongoStores(MongoClient client, MongoDatabase database, Await await, Clock clock) {
    this.client = client;
    this.database = database;
    this.await = await;
    this.clock = clock;
    this.preKeys = new MongoPreKeyStore(database, await);
  }

  /**
   * Makes the client.
   *
   * @throws IllegalArgumentException if the address is malformed
   */
  public static MongoStores open(MongoConfig config, Clock clock) {
    return open(config, OperationTimes.UNHEARD, clock);
  }

  /**
   * Makes the client.
   *
   * @param times learns how long every command took
   * @throws IllegalArgumentException if the address is malformed
   */
  public static MongoStores open(MongoConfig config, OperationTimes times, Clock clock) {
    ConnectionString address = new ConnectionString(config.uri());
    String name = address.getDatabase();
    MongoClient client = MongoClients.create(settings(config, address, times));
    MongoDatabase database =
        client
            .getDatabase(name == null ? MongoConfig.DEFAULT_DATABASE : name)
            .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
    Duration limit = config.selection().plus(config.answer().multipliedBy(2));
    return new MongoStores(client, database, new Await(limit), clock);
  }

  /**
   * Brings the database up to this program's version, once, however many nodes start together.
   * Blocks until another node's migration has ended.
   *
   * @param holder unique name of this process
   * @throws StoreUnavailableException if the database is away
   * @throws UnusableDatabaseException if the database was migrated by a newer program
   */
  public void migrate(String holder) {
    new Migrations(database, await, leases(), clock).run(holder);
  }

  /**
   * Looks whether this program can use the database, without migrating it.
   *
   * @throws StoreUnavailableException if the database is away
   * @throws UnusableDatabaseException if the database was migrated by a newer program
   */
  public void requireKnownVersion() {
    new Migrations(database, await, leases(), clock).requireKnown();
  }

  /**
   * Asks the database for a sign of life.
   *
   * @throws StoreUnavailableException if it is away
   */
  public void ping() {
    await.one(database.runCommand(new Document("ping", 1)));
  }

  public UserStore users() {
    return new MongoUserStore(database, await, clock);
  }

  public RefreshTokenStore refreshTokens() {
    return new MongoRefreshTokenStore(database, await, clock);
  }

  public EndedLoginStore endedLogins() {
    return new MongoEndedLoginStore(database, await);
  }

  public BulkImport bulkImport() {
    return new MongoBulkImport(database, await);
  }

  public DeviceStore devices() {
    return new MongoDeviceStore(database, await);
  }

  public DeviceListStore deviceLists() {
    return new MongoDeviceListStore(database, await);
  }

  public LinkStore links() {
    return new MongoLinkStore(database, await);
  }

  public RosterStore rosters() {
    return new MongoRosterStore(database, await);
  }

  /** One and the same store each time, since it remembers recent claims. */
  public PreKeyStore preKeys() {
    return preKeys;
  }

  public ConversationStore conversations() {
    return new MongoConversationStore(database, await);
  }

  public GroupStore groups() {
    return new MongoGroupStore(database, await);
  }

  public ReceiptStore receipts() {
    return new MongoReceiptStore(database, await);
  }

  public AgedInboxStore agedInboxes() {
    return new MongoAgedInboxStore(database, await);
  }

  public BlobLedger blobs() {
    return new MongoBlobLedger(database, await, clock);
  }

  /** Whether accounts are being moved into this database. */
  public MoveStore moves() {
    return new MongoMoveStore(database, await);
  }

  /**
   * Copies all that the embedded database of {@code source} holds and that is not copied yet, as
   * part of the move that {@link #moves} says is under way. Blocking.
   *
   * @throws StoreUnavailableException if one of the two is away
   * @throws UnusableDatabaseException if somebody else wrote here meanwhile
   */
  public void moveFrom(MongoStores source, MoveProgress progress) {
    new MongoMove(source.database, source.await, database, await).run(progress);
  }

  public LeaseStore leases() {
    return new MongoLeaseStore(database, await, clock);
  }

  /** Closes the connections; calls under way fail. */
  @Override
  public void close() {
    client.close();
  }

  private static MongoClientSettings settings(
      MongoConfig config, ConnectionString address, OperationTimes times) {
    int selection = Math.toIntExact(config.selection().toMillis());
    int answer = Math.toIntExact(config.answer().toMillis());
    return MongoClientSettings.builder()
        .applyConnectionString(address)
        .applicationName("letterlock")
        .addCommandListener(new CommandTimes(times))
        .applyToClusterSettings(
            cluster -> cluster.serverSelectionTimeout(selection, TimeUnit.MILLISECONDS))
        .applyToSocketSettings(socket ->
            socket
                .connectTimeout(selection, TimeUnit.MILLISECONDS)
                .readTimeout(answer, TimeUnit.MILLISECONDS))
        .applyToConnectionPoolSettings(
            pool -> pool.maxSize(config.connections()).maxWaitTime(answer, TimeUnit.MILLISECONDS))
        .build();
  }
}
