package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.MessengerListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of texts that were typed just before {@code letterlock chat} ends. */
class ChatEndIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final MessengerListener NOBODY = new MessengerListener() {};

  @TempDir Path folder;

  @Test
  void sendsWhatAPipeBringsBeforeItEnds() throws Exception {
    try (RunningServer server = new RunningServer(folder.resolve("data"));
        Messenger bob = Profiles.signUp(server.url(), folder.resolve("bob"), "bob", NOBODY)) {
      bob.start();
      try (ChatProcess alice = new ChatProcess(folder, server.url(), "alice", "1")) {
        alice.type("/to bob");
        alice.type("hello");
        assertThat(alice.endInput()).isZero();
        assertThat(alice.shown()).doesNotContain("not sent");
      }
      await().atMost(PATIENCE).until(() -> Chats.texts(bob, "alice"), List.of("hello")::equals);
    }
  }

  @Test
  void showsAPipeWhatHadWaitedForIt() throws Exception {
    try (RunningServer server = new RunningServer(folder.resolve("data"));
        Messenger bob = Profiles.signUp(server.url(), folder.resolve("bob"), "bob", NOBODY)) {
      bob.start();
      try (ChatProcess alice = new ChatProcess(folder, server.url(), "alice", "1")) {
        alice.sees("-- connected");
      }
      bob.conversationWith("alice").send("hello");
      await().atMost(PATIENCE).until(bob::isAllSent);
      try (ChatProcess alice = new ChatProcess(folder, server.url(), "alice", "2")) {
        alice.type("/to bob");
        alice.type("/history");
        assertThat(alice.endInput()).isZero();
        assertThat(alice.shown()).contains("bob: hello");
      }
    }
  }

  @Test
  void saysWhatIsNotSent() throws Exception {
    RunningServer server = new RunningServer(folder.resolve("data"));
    try (Messenger _ = Profiles.signUp(server.url(), folder.resolve("bob"), "bob", NOBODY);
        ChatProcess alice = new ChatProcess(folder, server.url(), "alice", "1")) {
      alice.sees("-- connected");
      alice.type("/to bob");
      alice.type("hello");
      alice.sees("✓ sent: hello");
      server.close();
      alice.sees("-- offline");
      alice.type("one");
      alice.type("two");
      assertThat(alice.quit()).isEqualTo(1);
      assertThat(alice.shown())
          .contains("… waits here: one", "! 2 messages are not sent: kept here until");
    } finally {
      server.close();
    }
  }
}
