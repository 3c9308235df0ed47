package dev.letterlock.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.letterlock.storage.Samples;
import dev.letterlock.storage.account.UserStore;
import dev.letterlock.storage.mongo.MongoConfig;
import dev.letterlock.storage.mongo.MongoStores;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedMongoBackupTest {
  private static final int BEFORE = 50;

  @TempDir Path directory;
  private final Queue<String> answered = new ConcurrentLinkedQueue<>();

  @Test
  void holdsAllThatWasAnsweredThoughOthersWrite() throws Exception {
    Path archive = directory.resolve("backup.zip");
    List<String> before;
    AtomicBoolean done = new AtomicBoolean();
    try (EmbeddedMongo server = EmbeddedMongo.open(directory.resolve("mongo.mv"));
        MongoStores stores = stores(server);
        ExecutorService writer = Executors.newVirtualThreadPerTaskExecutor()) {
      stores.migrate("test");
      while (answered.size() < BEFORE) {
        create(stores);
      }
      before = new ArrayList<>(answered);
      writer.execute(() -> {
        while (!done.get()) {
          create(stores);
        }
      });
      server.backUp(archive);
      done.set(true);
    }

    Path copy = directory.resolve("copy.mv");
    EmbeddedMongo.unpack(archive, copy);

    try (EmbeddedMongo server = EmbeddedMongo.open(copy);
        MongoStores stores = stores(server)) {
      assertThat(before).allSatisfy(name -> assertThat(stores.users().byName(name)).isPresent());
      assertThat(stores.users().create(Samples.name(), null)).isInstanceOf(UserStore.Created.class);
    }
  }

  @Test
  void overwritesNothing() throws Exception {
    Path archive = directory.resolve("backup.zip");
    try (EmbeddedMongo server = EmbeddedMongo.open(directory.resolve("mongo.mv"))) {
      server.backUp(archive);
      assertThatThrownBy(() -> server.backUp(archive))
          .isInstanceOf(FileAlreadyExistsException.class);
    }
  }

  private void create(MongoStores stores) {
    String name = Samples.name();
    stores.users().create(name, null);
    answered.add(name);
  }

  private static MongoStores stores(EmbeddedMongo server) {
    return MongoStores.open(MongoConfig.of(server.uri()), Clock.systemUTC());
  }
}
