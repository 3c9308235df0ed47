package dev.letterlock.storage.inbox.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.letterlock.storage.inbox.Durability;
import dev.letterlock.storage.inbox.InboxSettings;
import dev.letterlock.storage.inbox.InboxUnavailableException;
import dev.letterlock.storage.inbox.redis.link.UnfitRedisException;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A Redis that cannot keep the promise is refused, in words that say what to change. */
class RedisFitnessTest {
  @RegisterExtension static final RedisServer REDIS = new RedisServer();

  @AfterEach
  void makeFit() {
    REDIS.say("CONFIG SET appendonly yes");
    REDIS.say("CONFIG SET appendfsync always");
    REDIS.say("CONFIG SET no-appendfsync-on-rewrite no");
    REDIS.say("CONFIG SET maxmemory-policy noeviction");
  }

  @ParameterizedTest
  @CsvSource({
    "SYNC, appendonly, no",
    "SYNC, appendfsync, everysec",
    "SYNC, no-appendfsync-on-rewrite, yes",
    "SYNC, maxmemory-policy, allkeys-lru",
    "RELAXED, appendonly, no",
    "RELAXED, appendfsync, no",
    "RELAXED, maxmemory-policy, volatile-ttl",
  })
  void refusesWhatMayLoseAMessage(Durability durability, String name, String value) {
    REDIS.say("CONFIG SET " + name + " " + value);
    String named = name.equals("no-appendfsync-on-rewrite") ? "appendfsync" : name;
    assertThatThrownBy(() -> open(durability).close())
        .isInstanceOf(UnfitRedisException.class)
        .hasMessageContaining(named + ": ")
        .hasMessageContaining("expected: ");
  }

  @Test
  void takesTheWeakerPromiseWhereItWasAskedFor() {
    REDIS.say("CONFIG SET appendfsync everysec");
    try (RedisInboxEngine engine = open(Durability.RELAXED)) {
      assertThat(engine.health().storing()).isTrue();
      assertThat(engine.durability()).isEqualTo(Durability.RELAXED);
    }
  }

  @Test
  void refusesAReplica() throws IOException {
    try (RedisServer replica = new RedisServer("--replicaof", "127.0.0.1 " + REDIS.port())) {
      replica.start();
      assertThatThrownBy(() -> RedisInboxEngine.open(replica.config(InboxSettings.usual())))
          .isInstanceOf(UnfitRedisException.class)
          .hasMessageContaining("role: slave");
    }
  }

  @Test
  void refusesANodeOfAClusterThatIsNotFormed() throws IOException {
    try (RedisServer node = new RedisServer("--cluster-enabled", "yes")) {
      node.start();
      assertThatThrownBy(() -> RedisInboxEngine.open(node.config(InboxSettings.usual())))
          .isInstanceOf(InboxUnavailableException.class)
          .hasMessage("Redis: no primary of the cluster has some of the slots");
    }
  }

  @Test
  void startsNotWithoutTheReplicasThatAreAskedFor() {
    RedisConfig one = REDIS.impatient(InboxSettings.usual(), 1);
    assertThatThrownBy(() -> RedisInboxEngine.open(one).close())
        .isInstanceOf(InboxUnavailableException.class)
        .hasMessageContaining("replicas that have the write: 0 (expected: 1");
  }

  @Test
  void saysThatNobodyListens() throws IOException {
    RedisServer nobody = new RedisServer();
    assertThatThrownBy(() -> RedisInboxEngine.open(nobody.config(InboxSettings.usual())))
        .isInstanceOf(InboxUnavailableException.class)
        .hasMessage("Redis: cannot be reached");
  }

  private static RedisInboxEngine open(Durability durability) {
    return RedisInboxEngine.open(REDIS.config(InboxSettings.usual(), durability, 0));
  }
}
