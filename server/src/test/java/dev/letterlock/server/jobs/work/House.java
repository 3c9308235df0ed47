package dev.letterlock.server.jobs.work;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.embedded.EmbeddedMongo;
import dev.letterlock.storage.inbox.Durability;
import dev.letterlock.storage.inbox.InboxClient;
import dev.letterlock.storage.inbox.InboxEngine;
import dev.letterlock.storage.inbox.Letter;
import dev.letterlock.storage.inbox.local.InboxConfig;
import dev.letterlock.storage.inbox.local.LocalInboxEngine;
import dev.letterlock.storage.mongo.MongoConfig;
import dev.letterlock.storage.mongo.MongoStores;
import dev.letterlock.testing.SettableClock;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** The local engine and the embedded stores in one directory, with a clock that tests move. */
final class House implements AutoCloseable {
  static final Duration RETENTION = Duration.ofDays(30);
  static final DeviceAddress ALICE = new DeviceAddress(new UserId(1, 1), 1);
  static final DeviceAddress BOB = new DeviceAddress(new UserId(2, 2), 1);
  static final DeviceAddress CAROL = new DeviceAddress(new UserId(3, 3), 1);

  /** What waits longer than this is filed, which is when jobs see it. */
  private static final Duration FILED = Duration.ofMinutes(11);

  final SettableClock clock = new SettableClock();
  final MongoStores stores;
  private final Path directory;
  private final EmbeddedMongo mongo;
  private InboxEngine engine;
  private InboxClient client;

  House(Path directory) {
    this.directory = directory;
    this.mongo = EmbeddedMongo.open(directory.resolve("mongo.mv"));
    this.stores = MongoStores.open(MongoConfig.of(mongo.uri()), Clock.systemUTC());
    stores.migrate("test");
    this.engine = open();
    this.client = new InboxClient(engine);
  }

  InboxEngine engine() {
    return engine;
  }

  InboxClient client() {
    return client;
  }

  void restartEngine() {
    engine.close();
    engine = open();
    client = new InboxClient(engine);
  }

  /** Lets what waits now be filed, by one more commit. */
  void file() {
    clock.pass(FILED);
    // Not one that would be filed at once, as for a device that is away: it is to come after them.
    client.sendOne(Letter.to(ALICE, clock.micros() / 3 * 3 + 1, CAROL));
  }

  /** Takes the database away. */
  void closeStores() {
    mongo.close();
  }

  @Override
  public void close() {
    engine.close();
    stores.close();
    mongo.close();
  }

  private InboxEngine open() {
    return LocalInboxEngine.open(
        new InboxConfig(directory.resolve("inbox"), Durability.SYNC, 10_000, RETENTION, clock));
  }
}
