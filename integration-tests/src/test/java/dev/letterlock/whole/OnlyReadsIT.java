package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.MessengerListener;
import dev.letterlock.client.messenger.Notice.Kind;
import dev.letterlock.testing.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Alice writes to Bob each week and he never answers: her sessions are renewed all the same, and
 * nobody is told that anything was wrong (docs/E2EE.md §2.4).
 */
class OnlyReadsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration WEEK = Duration.ofDays(7);
  private static final int WEEKS = 4;
  private static final MessengerListener NOBODY = new MessengerListener() {};

  @TempDir Path folder;
  private final SettableClock clock = SettableClock.running();
  private final Ear bobsEar = new Ear();
  private final List<String> written = new ArrayList<>();
  private RunningServer server;

  @BeforeEach
  void bobReadsAFirstMessage() throws Exception {
    Map<String, String> settings = Map.of("RETENTION", "40d", "REFRESH_TOKEN_TTL", "90d");
    server = new RunningServer(folder.resolve("data"), settings, clock);
    for (String name : List.of("alice", "bob")) {
      Messenger.signUp(
              Profiles.settings(server.url(), folder.resolve(name), clock),
              name,
              Profiles.PASSWORD,
              NOBODY)
          .close();
    }
    try (Messenger bob = open("bob", bobsEar);
        Messenger alice = open("alice", NOBODY)) {
      write(alice);
      awaitShown(bob);
    }
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void showsAWeeklyMessageWithoutANotice() {
    for (int week = 1; week <= WEEKS; week++) {
      clock.pass(WEEK);
      writeTwice();
      assertShown();
    }
  }

  @Test
  void showsAllTheWeeklyMessagesThatWaitedWithoutANotice() {
    for (int week = 1; week <= WEEKS; week++) {
      clock.pass(WEEK);
      writeTwice();
    }

    assertShown();
  }

  private void writeTwice() {
    try (Messenger alice = open("alice", NOBODY)) {
      write(alice);
      write(alice);
      await().atMost(PATIENCE).until(alice::isAllSent);
    }
  }

  private void write(Messenger alice) {
    written.add("number " + written.size());
    alice.conversationWith("bob").send(written.getLast());
  }

  private void assertShown() {
    try (Messenger bob = open("bob", bobsEar)) {
      awaitShown(bob);
    }
    assertThat(bobsEar.told(Kind.REMARK)).isEmpty();
    assertThat(bobsEar.told(Kind.REFUSED)).isEmpty();
  }

  private void awaitShown(Messenger bob) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(Chats.texts(bob, "alice")).containsExactlyElementsOf(written));
  }

  private Messenger open(String name, MessengerListener listener) {
    Messenger messenger =
        Messenger.open(Profiles.settings(server.url(), folder.resolve(name), clock), listener);
    messenger.start();
    return messenger;
  }
}
