package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.messenger.Conversation;
import dev.letterlock.client.messenger.Message.Status;
import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.MessengerException;
import dev.letterlock.client.messenger.MessengerListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client library with the real server between. */
class ConversationIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final MessengerListener NOBODY = new MessengerListener() {};

  @TempDir Path folder;
  private RunningServer server;

  @BeforeEach
  void start() throws Exception {
    server = new RunningServer(folder.resolve("data"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void showsATextAndTellsHowFarItCame() {
    try (Messenger alice = signUp("alice");
        Messenger bob = signUp("bob")) {
      alice.start();
      bob.start();
      Conversation withBob = alice.conversationWith("bob");
      withBob.send("hello");

      await().atMost(PATIENCE).until(() -> Chats.texts(bob, "alice"), List.of("hello")::equals);
      await().atMost(PATIENCE).until(() -> status(withBob), Status.DELIVERED::equals);

      bob.conversationWith("alice").markRead();
      bob.conversationWith("alice").send("hello yourself");

      await().atMost(PATIENCE).until(() -> status(withBob), Status.READ::equals);
      await()
          .atMost(PATIENCE)
          .until(() -> Chats.texts(alice, "bob"), List.of("hello", "hello yourself")::equals);
      assertThat(alice.safetyNumber("bob")).isEqualTo(bob.safetyNumber("alice"));
    }
  }

  @Test
  void keepsWhatWasSentWhileTheOtherOneWasAway() {
    try (Messenger alice = signUp("alice")) {
      alice.start();
      try (Messenger bob = signUp("bob")) {
        bob.start();
        alice.conversationWith("bob").send("one");
        await().atMost(PATIENCE).until(() -> Chats.texts(bob, "alice"), List.of("one")::equals);
      }
      alice.conversationWith("bob").send("two");
      alice.conversationWith("bob").send("three");
      try (Messenger bob =
          Messenger.open(Profiles.settings(server.url(), folder.resolve("bob")), NOBODY)) {
        bob.start();
        await()
            .atMost(PATIENCE)
            .until(() -> Chats.texts(bob, "alice"), List.of("one", "two", "three")::equals);
      }
    }
  }

  @Test
  void reachesAllDevicesOfBoth() {
    try (Messenger alice = signUp("alice");
        Messenger tablet =
            Profiles.join(server.url(), folder.resolve("alice-tablet"), alice, NOBODY);
        Messenger bob = signUp("bob");
        Messenger laptop = Profiles.join(server.url(), folder.resolve("bob-laptop"), bob, NOBODY)) {
      List.of(alice, tablet, bob, laptop).forEach(Messenger::start);

      alice.conversationWith("bob").send("from the phone");
      for (Messenger other : List.of(tablet, bob, laptop)) {
        String peer = other == tablet ? "bob" : "alice";
        await()
            .atMost(PATIENCE)
            .until(() -> Chats.texts(other, peer), List.of("from the phone")::equals);
      }
      laptop.conversationWith("alice").send("from the laptop");
      for (Messenger other : List.of(alice, tablet, bob)) {
        String peer = other == bob ? "alice" : "bob";
        await()
            .atMost(PATIENCE)
            .until(
                () -> Chats.texts(other, peer),
                List.of("from the phone", "from the laptop")::equals);
      }
    }
  }

  @Test
  void letsSomebodyTryAgainWhoseNameIsTaken() {
    try (Messenger _ = signUp("alice")) {
      assertThatThrownBy(
              () -> Profiles.signUp(server.url(), folder.resolve("second"), "alice", NOBODY))
          .isInstanceOf(MessengerException.class)
          .hasMessage("That name belongs to somebody already.");
      assertThat(Messenger.hasProfile(folder.resolve("second"))).isFalse();
      Profiles.signUp(server.url(), folder.resolve("second"), "alicia", NOBODY).close();
    }
  }

  private Messenger signUp(String name) {
    return Profiles.signUp(server.url(), folder.resolve(name), name, NOBODY);
  }

  private static Status status(Conversation conversation) {
    return conversation.messages().getFirst().status();
  }
}
