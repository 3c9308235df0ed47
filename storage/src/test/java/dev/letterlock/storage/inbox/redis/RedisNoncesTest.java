package dev.letterlock.storage.inbox.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.letterlock.storage.NonceStore;
import dev.letterlock.storage.NonceStoreContract;
import dev.letterlock.storage.StoreUnavailableException;
import dev.letterlock.storage.inbox.InboxSettings;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisNoncesTest implements NonceStoreContract {
  private static final Duration BACK = Duration.ofSeconds(30);

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
  public NonceStore nonces() {
    return engine.nonces();
  }

  @Test
  void isGoodAtAnotherServer() {
    byte[] nonce = opened();

    try (RedisInboxEngine other = RedisInboxEngine.open(REDIS.config(InboxSettings.usual()))) {
      assertThat(other.nonces().spend(USER, nonce)).isTrue();
    }
    assertThat(nonces().spend(USER, nonce)).isFalse();
  }

  @Test
  void isForgottenAfterAMinute() {
    opened();

    String left =
        REDIS.say("EVAL \"return redis.call('PTTL', redis.call('KEYS', 'll{*}o*')[1])\" 0");

    assertThat(Long.parseLong(left.substring(1))).isBetween(1L, 60_000L);
  }

  /** Which may have forgotten that it was spent. */
  @Test
  void isNotGoodAfterARestartOfRedis() throws IOException {
    byte[] nonce = opened();
    REDIS.kill();
    assertThatThrownBy(() -> nonces().spend(USER, nonce))
        .isInstanceOf(StoreUnavailableException.class);
    REDIS.start();

    byte[] fresh =
        await()
            .atMost(BACK)
            .ignoreException(StoreUnavailableException.class)
            .until(this::opened, opened -> opened.length > 0);

    assertThat(nonces().spend(USER, nonce)).isFalse();
    assertThat(nonces().spend(USER, fresh)).isTrue();
  }
}
