package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.messenger.Message;
import dev.letterlock.client.messenger.Message.Status;
import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.MessengerListener;
import dev.letterlock.storage.inbox.redis.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What waited when a new epoch began comes to its reader under its old places. */
class NewEpochIT {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final MessengerListener NOBODY = new MessengerListener() {};

  @RegisterExtension static final RedisServer REDIS = new RedisServer();

  @TempDir Path folder;
  private RunningServer server;
  private Messenger alice;
  private Messenger bob;

  @BeforeEach
  void start() throws Exception {
    server = new RunningServer(folder.resolve("data"), Map.of("REDIS_URL", REDIS.uri()));
    alice = Profiles.signUp(server.url(), folder.resolve("alice"), "alice", NOBODY);
    bob = Profiles.signUp(server.url(), folder.resolve("bob"), "bob", NOBODY);
    alice.start();
  }

  @AfterEach
  void stop() throws Exception {
    alice.close();
    bob.close();
    server.close();
  }

  @Test
  void comesToAReaderWhoHadStoredSomeOfIt() throws Exception {
    bob.start();
    send("one");
    await().atMost(PATIENCE).until(() -> Chats.texts(bob, "alice").equals(List.of("one")));
    bob.close();
    send("two");
    send("three");
    restartRedis();

    bob = Messenger.open(Profiles.settings(server.url(), folder.resolve("bob")), NOBODY);
    bob.start();

    await()
        .atMost(PATIENCE)
        .until(() -> Chats.texts(bob, "alice").equals(List.of("one", "two", "three")));
    send("four");
    await().atMost(PATIENCE).until(() -> Chats.texts(bob, "alice").contains("four"));
  }

  @Test
  void comesToAReaderWhoHadStoredNothing() throws Exception {
    send("one");
    restartRedis();

    bob.start();
    send("two");

    await().atMost(PATIENCE).until(() -> Chats.texts(bob, "alice").equals(List.of("one", "two")));
    assertThat(alice.conversationWith("bob").messages()).hasSize(2);
  }

  private void send(String text) {
    alice.conversationWith("bob").send(text);
    await()
        .atMost(PATIENCE)
        .until(() ->
            alice.conversationWith("bob").messages().stream()
                .filter(message -> message.text().equals(text))
                .map(Message::status)
                .anyMatch(status -> status != Status.WAITING));
  }

  private static void restartRedis() throws IOException {
    REDIS.kill();
    REDIS.start();
  }
}
