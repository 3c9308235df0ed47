package dev.letterlock.storage.inbox.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.inbox.Answer;
import dev.letterlock.storage.inbox.InboxClient;
import dev.letterlock.storage.inbox.Letter;
import dev.letterlock.storage.inbox.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A full disk: nothing is promised, nothing is lost, and it goes on when there is room. */
class FullDiskIT {
  private static final DeviceAddress ALICE = new DeviceAddress(new UserId(1, 1), 1);
  private static final DeviceAddress BOB = new DeviceAddress(new UserId(2, 2), 1);
  private static final int DISK = 128;
  private static final int ROOM = 3;
  private static final int PER_BATCH = 50;
  private static final String PADDING = "x".repeat(2000);

  @TempDir Path directory;

  @Test
  void storesNothingWhileTheDiskIsFullAndGoesOnWithoutARestart() throws IOException {
    try (SmallDisk disk = new SmallDisk(directory, DISK)) {
      Path files = directory.resolve("inbox");
      try (LocalInboxEngine engine = LoadChild.open(files, Tuning.USUAL)) {
        InboxClient client = new InboxClient(engine);
        disk.leave(ROOM);
        long stored = fill(client);
        assertThat(engine.health().storing()).isFalse();
        assertThat(engine.health().trouble()).contains("cannot be written");
        expectLetters(client, 1, stored);
        assertThat(client.sendOne(letter(stored + 1)).outcome()).isEqualTo(Outcome.UNAVAILABLE);
        assertThat(client.sendOne(letter(stored)).outcome()).isEqualTo(Outcome.ALREADY_STORED);
        assertThat(client.ack(BOB, new Cursor(1, 10))).isTrue();

        disk.free();
        await().atMost(Duration.ofSeconds(30)).until(() -> engine.health().storing());
        client.send(letters(stored + 1));
        expectLetters(client, 11, stored + PER_BATCH);
      }
      try (LocalInboxEngine engine = LoadChild.open(files, Tuning.USUAL)) {
        InboxClient client = new InboxClient(engine);
        assertThat(client.open(BOB).acked()).isEqualTo(new Cursor(1, 10));
        assertThat(client.open(BOB).lastSeq()).isGreaterThan(PER_BATCH);
      }
    }
  }

  /** Sends until it is refused; returns the last id that was stored. */
  private static long fill(InboxClient client) {
    long stored = 0;
    while (true) {
      List<Answer> answers = client.send(letters(stored + 1));
      if (answers.getFirst().outcome() != Outcome.STORED) {
        assertThat(answers).extracting(Answer::outcome).containsOnly(Outcome.UNAVAILABLE);
        return stored;
      }
      stored += PER_BATCH;
    }
  }

  private static Letter[] letters(long from) {
    Letter[] letters = new Letter[PER_BATCH];
    for (int i = 0; i < PER_BATCH; i++) {
      letters[i] = letter(from + i);
    }
    return letters;
  }

  private static Letter letter(long id) {
    return Letter.to(ALICE, id, BOB).saying(id + PADDING);
  }

  /** Letters and places count alike. */
  private static void expectLetters(InboxClient client, long from, long to) {
    List<String> expected = new ArrayList<>();
    for (long id = from; id <= to; id++) {
      expected.add("1:" + id + " " + id);
    }
    List<String> lines = client.readAll(BOB, Cursor.ZERO);
    assertThat(lines.stream().map(line -> line.replace(PADDING, "")).toList()).isEqualTo(expected);
  }
}
