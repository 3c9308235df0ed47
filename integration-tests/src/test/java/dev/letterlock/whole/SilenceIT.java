package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.messenger.Accidents;
import dev.letterlock.client.messenger.Conversation;
import dev.letterlock.client.messenger.Group;
import dev.letterlock.client.messenger.Message;
import dev.letterlock.client.messenger.Message.Status;
import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.MessengerListener;
import dev.letterlock.protocol.id.Cursor;
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
  private Meddler meddler;
  private Messenger alice;
  private Messenger bob;

  @BeforeEach
  void start() throws Exception {
    server = new RunningServer(folder.resolve("data"));
    meddler = new Meddler(server.url());
    alice = Profiles.signUp(server.url(), folder.resolve("alice"), "alice", NOBODY);
    bob = Profiles.signUp(meddler.url(), folder.resolve("bob"), "bob", NOBODY);
    alice.start();
    bob.start();
  }

  @AfterEach
  void stop() throws Exception {
    alice.close();
    bob.close();
    meddler.close();
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

  /** A text, what a new group needs, and a message to that group. */
  @Test
  void tellsStrangersNothingWhoSendTheSameBytesOnceMore() throws Exception {
    sends(alice.conversationWith("bob"), "are you there?");
    Group tea = alice.createGroup("tea", List.of("bob"));
    tea.conversation().send("or here?");
    await()
        .atMost(PATIENCE)
        .until(() ->
            Chats.group(bob, "tea").filter(in -> Chats.texts(in).contains("or here?")).isPresent());
    try (Messenger carol =
        Profiles.signUp(server.url(), folder.resolve("carol"), "carol", NOBODY)) {
      alice.conversationWith(carol.name()).send("never mind");
    }
    await().atMost(PATIENCE).until(alice::isAllSent);
    alice.close();

    Cursor before = VaultContents.place(folder.resolve("bob"));
    try (Resubmitter again = new Resubmitter(server.url(), folder.resolve("alice"))) {
      int toBob = again.sent() - 1;
      assertThat(toBob).as("a text, a state, a sender key, a message").isGreaterThan(3);
      again.makeForgotten();
      again.resubmit(toBob);
      await()
          .atMost(PATIENCE)
          .until(
              () -> VaultContents.place(folder.resolve("bob")),
              new Cursor(before.epoch(), before.seq() + toBob)::equals);
    }

    alice = Messenger.open(Profiles.settings(server.url(), folder.resolve("alice")), NOBODY);
    alice.start();
    await()
        .during(Duration.ofSeconds(2))
        .atMost(PATIENCE)
        .untilAsserted(() -> {
          assertThat(statuses(alice.conversationWith("bob"))).containsOnly(Status.SENT);
          assertThat(statuses(Chats.group(alice, "tea").orElseThrow())).containsOnly(Status.SENT);
        });
  }

  /** What a stranger wrote and then a friend is stored, and its acks are lost on their way. */
  @Test
  void tellsStrangersNothingOnceItIsBack() {
    try (Messenger carol =
        Profiles.signUp(server.url(), folder.resolve("carol"), "carol", NOBODY)) {
      carol.start();
      bob.conversationWith("carol").send("hello, carol");
      Conversation withBob = carol.conversationWith("bob");
      await().atMost(PATIENCE).until(() -> withBob.messages().size() == 1);
      says(carol, "hello, bob");
      await().atMost(PATIENCE).until(() -> statuses(withBob), List.of(Status.DELIVERED)::equals);

      meddler.mute();
      sends(alice.conversationWith("bob"), "are you there?");
      says(carol, "and now?");
      Accidents.breakConnection(bob);
      says(carol, "back again?");

      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(statuses(withBob)).containsOnly(Status.DELIVERED));
      await()
          .during(Duration.ofSeconds(1))
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(statuses(alice.conversationWith("bob"))).containsOnly(Status.SENT));
    }
  }

  private void says(Messenger author, String text) {
    author.conversationWith("bob").send(text);
    await().atMost(PATIENCE).until(() -> Chats.texts(bob, author.name()).contains(text));
  }

  /** Until Bob has read it, and Alice has heard that it was accepted. */
  private void sends(Conversation conversation, String text) {
    conversation.send(text);
    await()
        .atMost(PATIENCE)
        .until(() -> Chats.texts(bob, "alice").contains(text) && alice.isAllSent());
  }

  private static List<Status> statuses(Conversation conversation) {
    return conversation.messages().stream().filter(Message::own).map(Message::status).toList();
  }
}
