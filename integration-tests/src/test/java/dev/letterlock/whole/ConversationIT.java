package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.messenger.Conversation;
import dev.letterlock.client.messenger.Message.Status;
import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.MessengerException;
import dev.letterlock.client.messenger.MessengerListener;
import dev.letterlock.client.messenger.MessengerSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client library with the real server between. */
class ConversationIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration YEAR = Duration.ofDays(365);
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
      bob.conversationWith("alice").markRead();
      bob.conversationWith("alice").send("hello yourself");
      await()
          .atMost(PATIENCE)
          .until(() -> Chats.texts(alice, "bob"), List.of("hello", "hello yourself")::equals);
      assertThat(status(withBob)).as("a stranger learns nothing").isEqualTo(Status.SENT);

      withBob.send("how are you");
      await().atMost(PATIENCE).until(() -> status(withBob), Status.DELIVERED::equals);
      bob.conversationWith("alice").markRead();
      await().atMost(PATIENCE).until(() -> status(withBob), Status.READ::equals);
      assertThat(alice.safetyNumber("bob")).isEqualTo(bob.safetyNumber("alice"));
    }
  }

  /** A receipt that left at once would come before the text that was written after reading. */
  @Test
  void tellsWhatWasReadLaterButBeforeItEnds() {
    MessengerSettings patient = Profiles.tellingWhatWasReadWithin(YEAR, settings("bob"));
    try (Messenger alice = signUp("alice")) {
      alice.start();
      try (Messenger bob = Messenger.signUp(patient, "bob", Profiles.PASSWORD, NOBODY)) {
        bob.start();
        bob.conversationWith("alice").send("hello");
        await().atMost(PATIENCE).until(() -> Chats.texts(alice, "bob"), List.of("hello")::equals);
        alice.conversationWith("bob").send("hello yourself");
        await().atMost(PATIENCE).until(() -> answer(alice), Status.DELIVERED::equals);

        bob.conversationWith("alice").markRead();
        bob.conversationWith("alice").send("bye");
        await().atMost(PATIENCE).until(() -> Chats.texts(alice, "bob").contains("bye"));
        assertThat(answer(alice)).isEqualTo(Status.DELIVERED);
      }
      await().atMost(PATIENCE).until(() -> answer(alice), Status.READ::equals);
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
              () -> Messenger.signUp(settings("second"), "alice", "another password", NOBODY))
          .isInstanceOf(MessengerException.class)
          .hasMessageStartingWith("That name belongs to somebody already:");
      assertThatThrownBy(
              () -> Messenger.signUp(settings("second"), "alice", Profiles.PASSWORD, NOBODY))
          .isInstanceOf(MessengerException.class)
          .hasMessageContaining("has a device already");
      assertThat(Messenger.hasProfile(folder.resolve("second"))).isFalse();
      Profiles.signUp(server.url(), folder.resolve("second"), "alicia", NOBODY).close();
    }
  }

  @Test
  void saysWhichTextIsTooLong() {
    try (Messenger alice = signUp("alice");
        Messenger bob = signUp("bob")) {
      alice.start();
      bob.start();
      Conversation withBob = alice.conversationWith("bob");
      Conversation circle = alice.createGroup("circle", List.of("bob")).conversation();
      String longest = "x".repeat(65_415);
      for (Conversation conversation : List.of(withBob, circle)) {
        assertThatThrownBy(() -> conversation.send("ü".repeat(35_000)))
            .isInstanceOf(MessengerException.class)
            .hasMessageContaining("has 70,000 bytes, and a message takes 65,415 at most");
        assertThatThrownBy(() -> conversation.send(longest + "x"))
            .isInstanceOf(MessengerException.class);
        conversation.send(longest);
      }

      await().atMost(PATIENCE).until(() -> Chats.texts(bob, "alice"), List.of(longest)::equals);
      await()
          .atMost(PATIENCE)
          .until(
              () -> Chats.group(bob, "circle").map(Chats::texts),
              Optional.of(List.of(longest))::equals);
    }
  }

  @Test
  void saysHowManyOfAGroupHaveRead() {
    try (Messenger alice = signUp("alice");
        Messenger bob = signUp("bob");
        Messenger carol = signUp("carol")) {
      List.of(alice, bob, carol).forEach(Messenger::start);
      Conversation circle = alice.createGroup("circle", List.of("bob", "carol")).conversation();
      // To strangers they would not say what they read.
      for (Messenger reader : List.of(bob, carol)) {
        await().atMost(PATIENCE).until(() -> Chats.group(reader, "circle").isPresent());
        Chats.group(reader, "circle").orElseThrow().send("here I am");
      }
      await().atMost(PATIENCE).until(() -> circle.messages().size() == 2);
      circle.send("who reads this?");
      int readers = 0;
      for (Messenger reader : List.of(bob, carol)) {
        await()
            .atMost(PATIENCE)
            .until(
                () -> Chats.group(reader, "circle").map(Chats::texts).orElseThrow().getLast(),
                "who reads this?"::equals);
        assertThat(circle.messages().getLast().readers()).isEqualTo(readers);
        Chats.group(reader, "circle").orElseThrow().markRead();
        readers++;
        await()
            .atMost(PATIENCE)
            .until(() -> circle.messages().getLast().readers(), Integer.valueOf(readers)::equals);
        assertThat(circle.messages().getLast().status()).isEqualTo(Status.READ);
      }
    }
  }

  /** How far the second text between her and Bob has come. */
  private static Status answer(Messenger alice) {
    return alice.conversationWith("bob").messages().get(1).status();
  }

  private MessengerSettings settings(String profile) {
    return Profiles.settings(server.url(), folder.resolve(profile));
  }

  private Messenger signUp(String name) {
    return Profiles.signUp(server.url(), folder.resolve(name), name, NOBODY);
  }

  private static Status status(Conversation conversation) {
    return conversation.messages().getFirst().status();
  }
}
