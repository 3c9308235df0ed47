package dev.letterlock.storage.inbox.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.inbox.Durability;
import dev.letterlock.storage.inbox.InboxClient;
import dev.letterlock.storage.inbox.InboxUnavailableException;
import dev.letterlock.storage.inbox.Letter;
import dev.letterlock.storage.inbox.Outcome;
import dev.letterlock.testing.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A copy of a running engine, and what an engine makes of it that is opened on it later. */
class LocalInboxCheckpointTest {
  private static final DeviceAddress ALICE = new DeviceAddress(new UserId(1, 1), 1);
  private static final DeviceAddress BOB = new DeviceAddress(new UserId(2, 2), 1);
  private static final Instant RESTORED = Instant.ofEpochSecond(5_000);

  @TempDir Path directory;
  private LocalInboxEngine running;
  private InboxClient client;
  private Path copy;

  @BeforeEach
  void copyAfterThreeOfFive() {
    running = open("running");
    client = new InboxClient(running);
    copy = directory.resolve("copy");
    send(1, 3);
    running.checkpoint(copy);
    send(4, 5);
  }

  @AfterEach
  void close() {
    running.close();
  }

  @Test
  void goesOnWithAllThatItHas() {
    assertThat(client.readAll(BOB, Cursor.ZERO)).hasSize(5);
  }

  @Test
  void beginsAnEpochAboveEveryOneThatThereWas() {
    LocalInboxEngine.adopt(copy, RESTORED);
    try (LocalInboxEngine restored = open("copy")) {
      InboxClient later = new InboxClient(restored);
      assertThat(later.open(BOB).last()).isEqualTo(new Cursor(5_001, 0));
      assertThat(later.readAll(BOB, Cursor.ZERO))
          .containsExactly("1:1 text 1", "1:2 text 2", "1:3 text 3", "1:3..5001:0 NEW_EPOCH");
      assertThat(later.readAll(BOB, new Cursor(1, 5))).containsExactly("1:5..5001:0 NEW_EPOCH");
    }
  }

  @Test
  void remembersWhatWasSentBeforeAndTakesTheRestAgain() {
    LocalInboxEngine.adopt(copy, RESTORED);
    try (LocalInboxEngine restored = open("copy")) {
      InboxClient later = new InboxClient(restored);
      assertThat(later.sendOne(Letter.to(ALICE, 3, BOB)).outcome())
          .isEqualTo(Outcome.ALREADY_STORED);
      assertThat(later.sendOne(Letter.to(ALICE, 4, BOB)).outcome()).isEqualTo(Outcome.STORED);
    }
  }

  @Test
  void copiesOverNothing() {
    assertThatThrownBy(() -> running.checkpoint(copy))
        .isInstanceOf(InboxUnavailableException.class)
        .hasMessageContaining("checkpoint");
  }

  private void send(int from, int to) {
    for (int id = from; id <= to; id++) {
      client.sendOne(Letter.to(ALICE, id, BOB));
    }
  }

  private LocalInboxEngine open(String name) {
    return LocalInboxEngine.open(
        new InboxConfig(
            directory.resolve(name),
            Durability.SYNC,
            100,
            Duration.ofDays(30),
            new SettableClock()));
  }
}
