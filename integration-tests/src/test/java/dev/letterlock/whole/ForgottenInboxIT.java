package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.MessengerListener;
import dev.letterlock.protocol.frame.server.Deliver;
import dev.letterlock.protocol.frame.server.Gap;
import dev.letterlock.protocol.frame.server.InboxDrained;
import dev.letterlock.protocol.frame.server.Welcome;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.storage.inbox.redis.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The server knows nothing any more of an inbox of which a device has places: here because its
 * Redis was emptied; likewise with a device that was away longer than messages are kept.
 */
class ForgottenInboxIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final MessengerListener NOBODY = new MessengerListener() {};

  @RegisterExtension static final RedisServer REDIS = new RedisServer();

  @TempDir Path folder;
  private RunningServer server;

  @BeforeEach
  void start() throws Exception {
    server = new RunningServer(folder.resolve("data"), Map.of("REDIS_URL", REDIS.uri()));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** As docs/PROTOCOL.md §3.6 wants it, and once: whoever has acked it is not told again. */
  @Test
  void tellsTheDeviceThatANewEpochHasBegun() throws Exception {
    try (Pair pair = new Pair(server)) {
      Pair.accepted(pair.open(pair.alice()), pair.message(1));
      Cursor stored;
      try (WireClient bob = pair.open(pair.bob())) {
        stored = bob.next(Deliver.class).cursor();
      }
      emptyRedis();
      Pair.accepted(pair.open(pair.alice()), pair.message(2));

      Cursor began;
      try (WireClient bob = pair.connect()) {
        bob.hello(Pair.device(pair.bob()), stored);
        Welcome welcome = bob.next(Welcome.class);
        began = new Cursor(welcome.cursor().epoch(), 0);
        assertThat(welcome.cursor()).isEqualTo(began);
        assertThat(bob.next(Gap.class)).isEqualTo(new Gap(stored, began, Gap.Reason.NEW_EPOCH));
        assertThat(bob.next(Deliver.class).cursor()).isEqualTo(new Cursor(began.epoch(), 1));
        bob.next(InboxDrained.class);
      }
      try (WireClient bob = pair.connect()) {
        bob.hello(Pair.device(pair.bob()), began);
        bob.next(Welcome.class);
        assertThat(bob.next(Deliver.class).cursor()).isEqualTo(new Cursor(began.epoch(), 1));
      }
    }
  }

  @Test
  void goesOnWithAConversation() {
    try (Messenger alice =
        Profiles.signUp(server.url(), folder.resolve("alice"), "alice", NOBODY)) {
      alice.start();
      try (Messenger bob = Profiles.signUp(server.url(), folder.resolve("bob"), "bob", NOBODY)) {
        bob.start();
        alice.conversationWith("bob").send("before");
        awaitTexts(bob, "before");
        emptyRedis();

        alice.conversationWith("bob").send("while he is there");

        awaitTexts(bob, "before", "while he is there");
      }
      emptyRedis();

      alice.conversationWith("bob").send("while he is away");

      await().atMost(PATIENCE).until(alice::isAllSent);
      try (Messenger bob =
          Messenger.open(Profiles.settings(server.url(), folder.resolve("bob")), NOBODY)) {
        bob.start();
        awaitTexts(bob, "before", "while he is there", "while he is away");
        bob.conversationWith("alice").send("and back");
        await().atMost(PATIENCE).until(() -> Chats.texts(alice, "bob").contains("and back"));
      }
    }
  }

  /** Returns when the server has begun a new generation there. */
  private void emptyRedis() {
    REDIS.say("FLUSHALL");
    await("a new generation").atMost(PATIENCE).until(() -> REDIS.say("EXISTS ll{0}m").equals(":1"));
    await("it serves").atMost(PATIENCE).until(() -> server.readiness().contains("\"ready\":true"));
  }

  private static void awaitTexts(Messenger reader, String... texts) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(Chats.texts(reader, "alice")).isEqualTo(List.of(texts)));
  }
}
