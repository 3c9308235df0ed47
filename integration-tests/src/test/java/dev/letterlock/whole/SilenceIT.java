package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.messenger.Conversation;
import dev.letterlock.client.messenger.Message;
import dev.letterlock.client.messenger.Message.Status;
import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.MessengerListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of whom nobody learns that they are there (docs/E2EE.md R6). */
class SilenceIT {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final MessengerListener NOBODY = new MessengerListener() {};

  @TempDir Path folder;
  private RunningServer server;
  private Messenger alice;
  private Messenger bob;

  @BeforeEach
  void start() throws Exception {
    server = new RunningServer(folder.resolve("data"));
    alice = Profiles.signUp(server.url(), folder.resolve("alice"), "alice", NOBODY);
    bob = Profiles.signUp(server.url(), folder.resolve("bob"), "bob", NOBODY);
    alice.start();
    bob.start();
  }

  @AfterEach
  void stop() throws Exception {
    alice.close();
    bob.close();
    server.close();
  }

  @Test
  void tellsStrangersNothing() {
    Conversation withBob = alice.conversationWith("bob");
    sends(withBob, "are you there?");
    bob.conversationWith("alice").markRead();
    sends(withBob, "hello?");
    assertThat(statuses(withBob)).containsOnly(Status.SENT);

    bob.conversationWith("alice").send("who are you?");
    await().atMost(PATIENCE).until(() -> withBob.messages().size() == 3);
    sends(withBob, "alice");
    await()
        .atMost(PATIENCE)
        .until(
            () -> statuses(withBob),
            List.of(Status.DELIVERED, Status.DELIVERED, Status.DELIVERED)::equals);
  }

  private void sends(Conversation conversation, String text) {
    conversation.send(text);
    await().atMost(PATIENCE).until(() -> Chats.texts(bob, "alice").contains(text));
  }

  private static List<Status> statuses(Conversation conversation) {
    return conversation.messages().stream().filter(Message::own).map(Message::status).toList();
  }
}
