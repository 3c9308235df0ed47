package dev.letterlock.storage.inbox.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.letterlock.protocol.frame.server.Receipt;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.inbox.Durability;
import dev.letterlock.storage.inbox.InboxClient;
import dev.letterlock.storage.inbox.InboxState;
import dev.letterlock.storage.inbox.Letter;
import dev.letterlock.storage.inbox.Outcome;
import dev.letterlock.storage.inbox.local.disk.DataDirectoryInUseException;
import dev.letterlock.testing.SettableClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the engine makes of files that a crash, a power loss or a bad disk has left. */
class LocalInboxCrashTest {
  private static final DeviceAddress ALICE = new DeviceAddress(new UserId(1, 1), 1);
  private static final DeviceAddress BOB = new DeviceAddress(new UserId(2, 2), 1);

  @TempDir Path directory;

  @Test
  void losesNothingWhenTheProcessDies() {
    CrashImage image = imageAfterFiveLetters(Durability.SYNC);
    try (LocalInboxEngine engine = open(image.directory(), Durability.SYNC)) {
      InboxClient client = new InboxClient(engine);
      assertThat(client.open(BOB).last()).isEqualTo(new Cursor(1, 5));
      assertThat(client.readAll(BOB, Cursor.ZERO)).hasSize(5);
      assertThat(client.sendOne(Letter.to(ALICE, 5, BOB)).outcome())
          .isEqualTo(Outcome.ALREADY_STORED);
    }
  }

  @Test
  void showsWhatADeadProcessHasLeftAndChangesNothing() throws IOException {
    CrashImage image = imageAfterFiveLetters(Durability.SYNC);
    List<Cursor> places = LongStream.rangeClosed(1, 5).mapToObj(seq -> new Cursor(1, seq)).toList();

    assertThat(placesIn(image)).isEqualTo(places);
    assertThat(placesIn(image)).as("once more").isEqualTo(places);
    image.cutLog(20);
    assertThat(placesIn(image)).isEqualTo(places.subList(0, 4));
    expectTheLastLetterLost(image);
  }

  private static List<Cursor> placesIn(CrashImage image) {
    List<Cursor> places = new ArrayList<>();
    try (LocalInboxSource source =
        LocalInboxSource.open(config(image.directory(), Durability.SYNC))) {
      source.envelopes(BOB, (place, _) -> places.add(place));
    }
    return places;
  }

  @Test
  void beginsANewEpochWhenTheLastRecordIsCutShort() throws IOException {
    CrashImage image = imageAfterFiveLetters(Durability.SYNC);
    image.cutLog(20);
    expectTheLastLetterLost(image);
  }

  @Test
  void beginsANewEpochWhenTheLastRecordIsDamaged() throws IOException {
    CrashImage image = imageAfterFiveLetters(Durability.SYNC);
    image.damageLog(60);
    expectTheLastLetterLost(image);
  }

  @Test
  void beginsANewEpochWhenTheLogIsGone() throws IOException {
    CrashImage image = imageAfterFiveLetters(Durability.SYNC);
    image.deleteLog();
    try (LocalInboxEngine engine = open(image.directory(), Durability.SYNC)) {
      assertThat(new InboxClient(engine).open(BOB).epoch()).isGreaterThan(1);
    }
  }

  @Test
  void beginsANewEpochAfterARestoreWithoutTheMark() throws IOException {
    CrashImage image = imageAfterFiveLetters(Durability.SYNC);
    image.deleteMark();
    try (LocalInboxEngine engine = open(image.directory(), Durability.SYNC)) {
      InboxClient client = new InboxClient(engine);
      assertThat(client.open(BOB).epoch()).isEqualTo(2);
      assertThat(client.readAll(BOB, new Cursor(1, 3)))
          .containsExactly("1:4 text 4", "1:5 text 5", "1:5..2:0 NEW_EPOCH");
    }
  }

  @Test
  void beginsANewEpochWhenARelaxedRunDies() {
    CrashImage image = imageAfterFiveLetters(Durability.RELAXED);
    try (LocalInboxEngine engine = open(image.directory(), Durability.SYNC)) {
      InboxClient client = new InboxClient(engine);
      assertThat(client.open(BOB).epoch()).isEqualTo(2);
      assertThat(client.readAll(BOB, Cursor.ZERO)).hasSize(6);
    }
  }

  @Test
  void keepsTheEpochWhenARelaxedRunEndsCleanly() {
    Path files = directory.resolve("clean");
    try (LocalInboxEngine engine = open(files, Durability.RELAXED)) {
      new InboxClient(engine).sendOne(Letter.to(ALICE, 1, BOB));
    }
    try (LocalInboxEngine engine = open(files, Durability.RELAXED)) {
      assertThat(new InboxClient(engine).open(BOB).last()).isEqualTo(new Cursor(1, 1));
    }
  }

  @Test
  void keepsTheNewEpochOverTheNextStarts() throws IOException {
    CrashImage image = imageAfterFiveLetters(Durability.SYNC);
    image.cutLog(20);
    open(image.directory(), Durability.SYNC).close();
    try (LocalInboxEngine engine = open(image.directory(), Durability.SYNC)) {
      InboxState state = new InboxClient(engine).open(BOB);
      assertThat(state.last()).isEqualTo(new Cursor(2, 0));
      assertThat(state.acked()).isEqualTo(new Cursor(1, 0));
    }
  }

  @Test
  void keepsAcksAndReceiptsThatOnlyTheJournalHad() {
    CrashImage image = imageAfterAnAck(3);
    try (LocalInboxEngine engine = open(image.directory(), Durability.SYNC)) {
      InboxClient client = new InboxClient(engine);
      assertThat(client.open(BOB).acked()).isEqualTo(new Cursor(1, 3));
      assertThat(client.readAll(BOB, Cursor.ZERO))
          .containsExactly("1:4 text 4", "1:5 text 5", "1:6 text 6");
      assertThat(client.pending(ALICE, 0, 10).receipts())
          .singleElement()
          .satisfies(receipt -> assertThat(receipt.upTo()).isEqualTo(77));
      assertThat(engine.receiptLog(10)).hasSize(1);
    }
  }

  /** Its sender is told at once, and what was told may not go back. */
  @Test
  void keepsAReceiptFromTheMomentOfItsAnswer() {
    Path files = directory.resolve("running");
    Path left = directory.resolve("left");
    try (LocalInboxEngine engine = open(files, Durability.SYNC)) {
      InboxClient client = new InboxClient(engine);
      client.sendOne(Letter.to(ALICE, 1, BOB));
      client.report(Receipt.Kind.DELIVERED, BOB, BOB.user(), ALICE, 77);
      CrashImage.of(files, left);
    }
    try (LocalInboxEngine engine = open(left, Durability.SYNC)) {
      assertThat(new InboxClient(engine).pending(ALICE, 0, 10).receipts())
          .singleElement()
          .satisfies(receipt -> assertThat(receipt.upTo()).isEqualTo(77));
    }
  }

  @Test
  void keepsTheAckOfEverythingAlthoughTheEnvelopesAreGone() {
    CrashImage image = imageAfterAnAck(5);
    try (LocalInboxEngine engine = open(image.directory(), Durability.SYNC)) {
      InboxClient client = new InboxClient(engine);
      assertThat(client.readAll(BOB, Cursor.ZERO)).containsExactly("1:6 text 6");
      assertThat(client.sendOne(Letter.to(ALICE, 7, BOB)).outcome()).isEqualTo(Outcome.STORED);
      assertThat(client.open(BOB).last()).isEqualTo(new Cursor(1, 7));
    }
  }

  @Test
  void refusesADirectoryThatIsInUse() {
    try (LocalInboxEngine engine = open(directory, Durability.SYNC)) {
      assertThat(engine.health().storing()).isTrue();
      assertThatThrownBy(() -> open(directory, Durability.SYNC))
          .isInstanceOf(DataDirectoryInUseException.class)
          .hasMessageContaining(directory.toString())
          .hasMessageContaining("one server per directory");
    }
  }

  /** Four are left; the fifth, accepted and lost, is taken again in a new epoch. */
  private static void expectTheLastLetterLost(CrashImage image) {
    try (LocalInboxEngine engine = open(image.directory(), Durability.SYNC)) {
      InboxClient client = new InboxClient(engine);
      assertThat(client.open(BOB).epoch()).isEqualTo(2);
      assertThat(client.sendOne(Letter.to(ALICE, 4, BOB)).outcome())
          .isEqualTo(Outcome.ALREADY_STORED);
      assertThat(client.sendOne(Letter.to(ALICE, 5, BOB)).outcome()).isEqualTo(Outcome.STORED);
      List<String> rest = client.readAll(BOB, new Cursor(1, 2));
      assertThat(rest)
          .containsExactly("1:3 text 3", "1:4 text 4", "1:4..2:0 NEW_EPOCH", "2:1 text 5");
      assertThat(client.readAll(BOB, new Cursor(1, 5)))
          .containsExactly("1:5..2:0 NEW_EPOCH", "2:1 text 5");
    }
  }

  private CrashImage imageAfterFiveLetters(Durability durability) {
    Path files = directory.resolve("running");
    try (LocalInboxEngine engine = open(files, durability)) {
      InboxClient client = new InboxClient(engine);
      for (long id = 1; id <= 5; id++) {
        client.sendOne(Letter.to(ALICE, id, BOB));
      }
      return CrashImage.of(files, directory.resolve("left"));
    }
  }

  /** Five letters, an ack of some, a receipt, and a sixth letter. */
  private CrashImage imageAfterAnAck(long acked) {
    Path files = directory.resolve("running");
    try (LocalInboxEngine engine = open(files, Durability.SYNC)) {
      InboxClient client = new InboxClient(engine);
      for (long id = 1; id <= 5; id++) {
        client.sendOne(Letter.to(ALICE, id, BOB));
      }
      client.ack(BOB, new Cursor(1, acked));
      client.report(Receipt.Kind.DELIVERED, BOB, BOB.user(), ALICE, 77);
      client.sendOne(Letter.to(ALICE, 6, BOB));
      return CrashImage.of(files, directory.resolve("left"));
    }
  }

  private static LocalInboxEngine open(Path files, Durability durability) {
    return LocalInboxEngine.open(config(files, durability));
  }

  private static InboxConfig config(Path files, Durability durability) {
    return new InboxConfig(files, durability, 1000, Duration.ofDays(30), new SettableClock());
  }
}
