package dev.letterlock.storage.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.letterlock.storage.Samples;
import dev.letterlock.storage.StoreUnavailableException;
import dev.letterlock.storage.embedded.EmbeddedMongo;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandTimesTest {
  private final Queue<String> heard = new ConcurrentLinkedQueue<>();

  @TempDir Path directory;

  @Test
  void tellsHowLongEachCommandTook() {
    try (EmbeddedMongo mongo = EmbeddedMongo.open(directory.resolve("mongo.mv"));
        MongoStores stores =
            MongoStores.open(MongoConfig.of(mongo.uri()), this::hear, Clock.systemUTC())) {
      stores.migrate("test");
      stores.users().byId(Samples.user());
      assertThat(heard).contains("find true");
    }
  }

  @Test
  void tellsOfCommandsThatFailed() {
    EmbeddedMongo mongo = EmbeddedMongo.open(directory.resolve("mongo.mv"));
    try (MongoStores stores =
        MongoStores.open(MongoConfig.of(mongo.uri()), this::hear, Clock.systemUTC())) {
      stores.ping();
      mongo.close();
      assertThatThrownBy(stores::ping).isInstanceOf(StoreUnavailableException.class);
    }
    assertThat(heard).contains("ping true", "ping false");
  }

  private void hear(String operation, long nanos, boolean succeeded) {
    assertThat(nanos).isPositive();
    heard.add(operation + " " + succeeded);
  }
}
