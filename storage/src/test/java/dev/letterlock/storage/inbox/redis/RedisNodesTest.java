package dev.letterlock.storage.inbox.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.storage.inbox.InboxSettings;
import dev.letterlock.storage.inbox.redis.link.RedisLink;
import dev.letterlock.storage.inbox.route.NodeRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A node lives as long as it says so. */
class RedisNodesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long HIGHEST = (1L << 53) - 1;

  @RegisterExtension static final RedisServer REDIS = new RedisServer();

  private RedisLink link;
  private NodeRegistry nodes;

  @BeforeEach
  void open() {
    link = RedisLink.open(REDIS.config(InboxSettings.usual()).link());
    nodes = new RedisNodes(link, Duration.ofHours(1));
  }

  @AfterEach
  void close() {
    link.close();
  }

  @Test
  void namesThoseThatLive() {
    nodes.renew(1, "first");
    nodes.renew(HIGHEST, "second – übrig");
    assertThat(nodes.all()).isEqualTo(Map.of(1L, "first", HIGHEST, "second – übrig"));
    assertThat(nodes.alive(List.of(1L, 2L, HIGHEST))).containsExactlyInAnyOrder(1L, HIGHEST);
  }

  @Test
  void forgetsOneThatLeaves() {
    nodes.renew(1, "first");
    nodes.renew(2, "second");
    nodes.leave(1);
    assertThat(nodes.all()).isEqualTo(Map.of(2L, "second"));
    nodes.leave(1);
    assertThat(REDIS.say("HLEN ll{0}v")).isEqualTo(":1");
  }

  @Test
  void forgetsOneThatSaysNothingMore() {
    NodeRegistry brief = new RedisNodes(link, Duration.ofMillis(300));
    brief.renew(1, "first");
    await().atMost(PATIENCE).until(() -> nodes.all().isEmpty());
    assertThat(REDIS.say("HLEN ll{0}v")).as("still there, but dead").isEqualTo(":1");
    nodes.renew(2, "second");
    assertThat(REDIS.say("HLEN ll{0}v")).isEqualTo(":1");
    assertThat(nodes.all()).isEqualTo(Map.of(2L, "second"));
  }
}
