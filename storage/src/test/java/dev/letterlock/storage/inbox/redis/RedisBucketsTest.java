package dev.letterlock.storage.inbox.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.letterlock.storage.StoreUnavailableException;
import dev.letterlock.storage.TokenBuckets;
import dev.letterlock.storage.TokenBucketsContract;
import dev.letterlock.storage.inbox.InboxSettings;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisBucketsTest implements TokenBucketsContract {
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
  public TokenBuckets buckets() {
    return engine.buckets();
  }

  @Test
  void isSharedByAllServers() {
    empty("shared");

    try (RedisInboxEngine other = RedisInboxEngine.open(REDIS.config(InboxSettings.usual()))) {
      assertThat(other.buckets().take("shared", BURST, INTERVAL)).isPositive();
    }
  }

  @Test
  void isForgottenWhenFull() {
    buckets().take("one", BURST, INTERVAL);

    String left =
        REDIS.say("EVAL \"return redis.call('PTTL', redis.call('KEYS', 'll{*}b*')[1])\" 0");

    assertThat(Long.parseLong(left.substring(1))).isBetween(1L, INTERVAL.toMillis());
  }

  @Test
  void putsNoTextOfAnybodyIntoAKey() {
    buckets().take("a-name-that-somebody-chose", BURST, INTERVAL);

    assertThat(REDIS.say("EVAL \"return #redis.call('KEYS', '*somebody*')\" 0")).isEqualTo(":0");
  }

  @Test
  void saysThatRedisIsAway() throws IOException {
    REDIS.kill();
    try {
      assertThatThrownBy(() -> buckets().take("one", BURST, INTERVAL))
          .isInstanceOf(StoreUnavailableException.class);
    } finally {
      REDIS.start();
    }
  }

  @Test
  void refusesEventLoops() throws Exception {
    try (ExecutorService loop =
        Executors.newSingleThreadExecutor(new DefaultThreadFactory("loop"))) {
      Future<Long> taken = loop.submit(() -> buckets().take("one", BURST, INTERVAL));

      assertThatThrownBy(taken::get).hasCauseInstanceOf(IllegalStateException.class);
    }
  }
}
