package dev.letterlock.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.letterlock.storage.Samples;
import dev.letterlock.storage.StoreUnavailableException;
import dev.letterlock.storage.UnusableDatabaseException;
import dev.letterlock.storage.account.UserRecord;
import dev.letterlock.storage.account.UserStore;
import dev.letterlock.storage.mongo.MongoConfig;
import dev.letterlock.storage.mongo.MongoStores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the stores say while the database is away, and that they find it again by themselves. */
class EmbeddedMongoFailureIT {
  @TempDir Path directory;

  @Test
  void findsTheDatabaseAgainAfterAnOutage() throws Exception {
    Path file = directory.resolve("mongo.mv");
    try (EmbeddedMongoProcess first = EmbeddedMongoProcess.start(file, 0);
        MongoStores stores = open(first.uri())) {
      stores.migrate("test");
      UserRecord user = create(stores);
      first.kill();
      assertThatThrownBy(() -> stores.users().byId(user.id()))
          .isInstanceOf(StoreUnavailableException.class);
      assertThatThrownBy(stores::ping).isInstanceOf(StoreUnavailableException.class);

      try (EmbeddedMongoProcess _ = EmbeddedMongoProcess.start(file, first.port())) {
        awaitUser(stores, user);
        assertThat(create(stores)).isNotNull();
      }
    }
  }

  @Test
  void opensTheFileAgainWhenWritingFailed() {
    Path file = directory.resolve("mongo.mv");
    try (EmbeddedMongo server = EmbeddedMongo.open(file);
        MongoStores stores = open(server.uri())) {
      stores.migrate("test");
      UserRecord user = create(stores);
      // An interrupt during a write closes the file under the store, as a failing disk would.
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> {
            workers().forEach(Thread::interrupt);
            return failsToCreate(stores);
          });
      awaitUser(stores, user);
      UserRecord after = create(stores);
      assertThat(server.storing()).isTrue();
      assertThat(stores.users().byName(after.name())).contains(after);
    }
  }

  @Test
  void losesNothingAcknowledgedWhenTheDiskIsFull() throws Exception {
    Path file = directory.resolve("mongo.mv");
    List<String> smallFiles = List.of("bash", "-c", "ulimit -f 4000; exec \"$0\" \"$@\"");
    List<UserRecord> acknowledged = new ArrayList<>();
    try (EmbeddedMongoProcess server = EmbeddedMongoProcess.start(smallFiles, file, 0);
        MongoStores stores = open(server.uri())) {
      stores.migrate("test");
      assertThatThrownBy(() -> fill(stores, acknowledged))
          .isInstanceOf(StoreUnavailableException.class);
      server.kill();
    }
    assertThat(acknowledged).isNotEmpty();
    try (EmbeddedMongo server = EmbeddedMongo.open(file);
        MongoStores stores = open(server.uri())) {
      for (UserRecord user : acknowledged) {
        assertThat(stores.users().byName(user.name())).contains(user);
      }
      assertThat(create(stores)).isNotNull();
    }
  }

  @Test
  void leavesTheFileToOneProcess() throws Exception {
    Path file = directory.resolve("mongo.mv");
    try (EmbeddedMongoProcess _ = EmbeddedMongoProcess.start(file, 0)) {
      assertThatThrownBy(() -> EmbeddedMongo.open(file))
          .isInstanceOf(UnusableDatabaseException.class);
    }
  }

  @Test
  void keepsTheFileSmallHoweverOftenItIsRewritten() throws Exception {
    Path file = directory.resolve("mongo.mv");
    try (EmbeddedMongo server = EmbeddedMongo.open(file);
        MongoStores stores = open(server.uri())) {
      stores.migrate("test");
      UserRecord user = create(stores);
      String large = "x".repeat(200_000);
      for (int i = 0; i < 1_500; i++) {
        stores.users().setPasswordHash(user.id(), large + i);
      }
      assertThat(Files.size(file)).isLessThan(200_000_000);
    }
  }

  private static void fill(MongoStores stores, List<UserRecord> acknowledged) {
    for (int i = 0; i < 10_000; i++) {
      acknowledged.add(create(stores, "x".repeat(10_000)));
    }
  }

  private static boolean failsToCreate(MongoStores stores) {
    try {
      create(stores);
      return false;
    } catch (StoreUnavailableException e) {
      return true;
    }
  }

  private static List<Thread> workers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("mongo-server-worker"))
        .toList();
  }

  private static void awaitUser(MongoStores stores, UserRecord user) {
    await()
        .atMost(Duration.ofMinutes(1))
        .ignoreException(StoreUnavailableException.class)
        .until(() -> stores.users().byId(user.id()).equals(Optional.of(user)));
  }

  private static UserRecord create(MongoStores stores) {
    return create(stores, "hash");
  }

  private static UserRecord create(MongoStores stores, String hash) {
    return ((UserStore.Created) stores.users().create(Samples.name(), hash)).user();
  }

  private static MongoStores open(String uri) {
    MongoConfig config = new MongoConfig(uri, Duration.ofSeconds(2), Duration.ofSeconds(10), 8);
    MongoStores stores = MongoStores.open(config, Clock.systemUTC());
    await()
        .atMost(Duration.ofMinutes(1))
        .ignoreException(StoreUnavailableException.class)
        .untilAsserted(stores::ping);
    return stores;
  }
}
