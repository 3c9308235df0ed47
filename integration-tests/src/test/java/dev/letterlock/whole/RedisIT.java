package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.storage.inbox.redis.RedisServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A server whose messages wait in Redis (docs/OPERATIONS.md). */
class RedisIT {
  private static final int UNAVAILABLE = 69;
  private static final int CONFIGURATION = 78;

  @RegisterExtension static final RedisServer REDIS = new RedisServer();

  @TempDir Path folder;

  @AfterEach
  void makeFit() {
    REDIS.say("CONFIG SET appendfsync always");
  }

  @Test
  void keepsMessagesInRedisOverARestart() throws Exception {
    Path data = folder.resolve("data");
    Pair before;
    try (RunningServer server = onRedis(data);
        Pair pair = new Pair(server)) {
      awaitReadiness(server, "\"ready\":true", true);
      before = pair;
      Pair.accepted(pair.open(pair.alice()), pair.message(1));
    }
    assertThat(data.resolve("inbox")).doesNotExist();
    try (RunningServer server = onRedis(data);
        Pair pair = new Pair(server, before)) {
      assertThat(pair.inboxOf(pair.bob())).isEqualTo(List.of(1L));
    }
  }

  @Test
  void saysThatRedisIsAwayAndGoesOnByItself() throws Exception {
    try (RunningServer server = onRedis(folder.resolve("data"));
        Pair pair = new Pair(server)) {
      REDIS.kill();
      awaitReadiness(server, "\"name\":\"inbox\"", true);
      REDIS.start();
      awaitReadiness(server, "\"name\":\"inbox\"", false);
      Pair.accepted(pair.open(pair.alice()), pair.message(1));
      assertThat(pair.inboxOf(pair.bob())).isEqualTo(List.of(1L));
    }
  }

  @Test
  void refusesARedisThatMayLoseMessages() throws Exception {
    REDIS.say("CONFIG SET appendfsync everysec");
    try (ServerProcess server = onRedisProcess()) {
      assertThat(server.startAndFail()).isEqualTo(UNAVAILABLE);
      assertThat(server.errors())
          .contains("REDIS_URL", "appendfsync: everysec (expected: always", "DURABILITY=relaxed")
          .doesNotContain("at dev.");
      assertThat(server.check()).isEqualTo(UNAVAILABLE);
      assertThat(server.errors()).contains("appendfsync");
    }
  }

  @Test
  void refusesToLeaveMessagesBehind() throws Exception {
    try (RunningServer server = new RunningServer(folder.resolve("data"));
        Pair pair = new Pair(server)) {
      Pair.accepted(pair.open(pair.alice()), pair.message(1));
    }
    try (ServerProcess server = onRedisProcess()) {
      assertThat(server.startAndFail()).isEqualTo(CONFIGURATION);
      assertThat(server.errors()).contains("REDIS_URL", "would not be delivered");
    }
  }

  private static void awaitReadiness(RunningServer server, String words, boolean said) {
    await(words)
        .atMost(Duration.ofSeconds(30))
        .until(() -> server.readiness().contains(words) == said);
  }

  private ServerProcess onRedisProcess() {
    return new ServerProcess(folder).with("REDIS_URL", REDIS.uri());
  }

  /** By a file, as a password would be given. */
  private RunningServer onRedis(Path data) throws Exception {
    Path url = folder.resolve("redis-url");
    Files.writeString(url, REDIS.uri());
    return new RunningServer(data, Map.of("REDIS_URL_FILE", url.toString()));
  }
}
