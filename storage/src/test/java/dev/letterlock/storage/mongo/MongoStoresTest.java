package dev.letterlock.storage.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.letterlock.storage.Samples;
import dev.letterlock.storage.StoreUnavailableException;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class MongoStoresTest {
  /** Nobody listens on the discard port of loopback. */
  private static final String NOBODY = "mongodb://127.0.0.1:9/";

  @Test
  void saysThatTheDatabaseIsAway() {
    try (MongoStores stores = MongoStores.open(config(NOBODY), Clock.systemUTC())) {
      assertThatThrownBy(stores::ping)
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("away");
      assertThatThrownBy(() -> stores.rosters().effective(Samples.user()))
          .isInstanceOf(StoreUnavailableException.class);
    }
  }

  @Test
  void refusesAnEventLoopBeforeAnyWaiting() throws Exception {
    try (MongoStores stores = MongoStores.open(config(NOBODY), Clock.systemUTC())) {
      FutureTask<Object> call = new FutureTask<>(() -> stores.users().byId(Samples.user()));
      new FastThreadLocalThread(call).start();
      assertThatThrownBy(call::get).hasCauseInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void showsNoPasswordInItsText() {
    MongoConfig config = MongoConfig.of("mongodb://user:secret@db.example/");
    assertThat(config.toString()).doesNotContain("secret");
  }

  @Test
  void refusesAMalformedAddress() {
    assertThatThrownBy(() -> MongoStores.open(config("http://db.example/"), Clock.systemUTC()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static MongoConfig config(String uri) {
    return new MongoConfig(uri, Duration.ofMillis(200), Duration.ofMillis(200), 2);
  }
}
