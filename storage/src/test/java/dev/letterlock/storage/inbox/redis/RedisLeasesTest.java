package dev.letterlock.storage.inbox.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.letterlock.storage.LeaseStore;
import dev.letterlock.storage.LeaseStore.Acquired;
import dev.letterlock.storage.LeaseStore.HeldBy;
import dev.letterlock.storage.LeaseStoreContract;
import dev.letterlock.storage.StoreUnavailableException;
import dev.letterlock.storage.inbox.InboxSettings;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisLeasesTest implements LeaseStoreContract {
  @RegisterExtension static final RedisServer REDIS = new RedisServer();

  private RedisInboxEngine engine;

  @BeforeEach
  void open() {
    engine = RedisInboxEngine.open(REDIS.config(InboxSettings.usual()));
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @Override
  public LeaseStore leases() {
    return engine.leases();
  }

  @Test
  void isHeldOverADeathOfRedis() throws IOException {
    Acquired first = (Acquired) leases().acquire("server", "one – übrig", LONG);
    REDIS.kill();
    assertThatThrownBy(() -> leases().acquire("server", "two", LONG))
        .isInstanceOf(StoreUnavailableException.class);
    REDIS.start();
    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreException(StoreUnavailableException.class)
        .untilAsserted(() ->
            assertThat(leases().acquire("server", "two", LONG))
                .isEqualTo(new HeldBy("one – übrig", first.expires())));
  }
}
