package dev.letterlock.storage.inbox.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.storage.inbox.Answer;
import dev.letterlock.storage.inbox.InboxClient;
import dev.letterlock.storage.inbox.InboxState;
import dev.letterlock.storage.inbox.Outcome;
import dev.letterlock.testing.Rounds;
import dev.letterlock.testing.ShortLivedJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that stores letters is killed twenty times; nothing accepted is lost or doubled. */
class InboxKillIT {
  static final Tuning SMALL =
      new Tuning(
          200_000,
          300,
          Duration.ofMinutes(10),
          Duration.ofMillis(50),
          100,
          Duration.ofMillis(5),
          Duration.ofMillis(1));

  private static final int KILLS = Rounds.of(20);
  private static final int RESUBMITTED = 100;
  private static final String TEXT = " letter ";

  @TempDir Path directory;

  private final Random random = new Random(20);

  /** Place in its inbox of every letter that is known to be stored, by id. */
  private final Map<Long, Cursor> stored = new HashMap<>();

  private final Map<DeviceAddress, Cursor> acked = new HashMap<>();

  @Test
  void losesAndDoublesNothingOverTwentyKills() throws IOException, InterruptedException {
    long next = 1;
    for (int round = 0; round < KILLS; round++) {
      List<Long> accepted = runAndKill(next);
      try (LocalInboxEngine engine = LoadChild.open(directory, SMALL)) {
        InboxClient client = new InboxClient(engine);
        readAll(client);
        assertThat(stored.keySet()).as("round %d", round).containsAll(accepted);
        next = resubmit(client, accepted, next);
        readAll(client);
        ackSome(client);
      }
    }
    assertThat(stored).hasSizeGreaterThan(KILLS);
  }

  private List<Long> runAndKill(long from) throws IOException, InterruptedException {
    List<String> command = ShortLivedJvm.command();
    command.addAll(List.of("-Xmx256m", "-cp", ShortLivedJvm.classPath()));
    command.addAll(List.of(LoadChild.class.getName(), directory.toString(), Long.toString(from)));
    Process child =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    List<Long> accepted = new ArrayList<>();
    try (BufferedReader lines = child.inputReader()) {
      int enough = random.nextInt(3000);
      String line = lines.readLine();
      while (line != null) {
        if (line.startsWith("A ")) {
          accepted.add(Long.parseLong(line.substring(2)));
        }
        if (accepted.size() == enough) {
          child.toHandle().destroyForcibly();
        }
        line = lines.readLine();
      }
    }
    assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return accepted;
  }

  /** Sends the last letters again, and one more: each is stored once. Returns the next id. */
  private long resubmit(InboxClient client, List<Long> accepted, long from) {
    long last = Math.max(from, accepted.isEmpty() ? 0 : accepted.getLast());
    for (long id = Math.max(from, last - RESUBMITTED); id <= last + RESUBMITTED; id++) {
      Answer answer = client.sendOne(LoadChild.letter(id));
      Outcome expected = stored.containsKey(id) ? Outcome.ALREADY_STORED : Outcome.STORED;
      assertThat(answer.outcome()).as("id %d", id).isEqualTo(expected);
    }
    return last + RESUBMITTED + 1;
  }

  /** Every inbox is contiguous; no letter has two places, and none has left its place. */
  private void readAll(InboxClient client) {
    for (int device = 0; device < LoadChild.DEVICES; device++) {
      DeviceAddress address = LoadChild.recipient(device);
      InboxState state = client.open(address);
      assertThat(state.epoch()).isEqualTo(1);
      long seq = acked.getOrDefault(address, state.acked()).seq();
      for (String line : client.readAll(address, new Cursor(1, seq))) {
        Cursor place = new Cursor(1, ++seq);
        assertThat(line).startsWith(place + TEXT);
        long id = idOf(line);
        assertThat(line).endsWith(LoadChild.letter(id).text());
        assertThat(stored.getOrDefault(id, place)).isEqualTo(place);
        stored.put(id, place);
      }
      assertThat(state.lastSeq()).isEqualTo(seq);
    }
    assertThat(stored.entrySet().stream().map(e -> recipient(e) + " " + e.getValue()))
        .doesNotHaveDuplicates();
  }

  private static DeviceAddress recipient(Map.Entry<Long, Cursor> entry) {
    return LoadChild.recipient(entry.getKey());
  }

  private static long idOf(String line) {
    String text = line.substring(line.indexOf(TEXT) + TEXT.length());
    int end = text.indexOf('x');
    return Long.parseLong(end < 0 ? text : text.substring(0, end));
  }

  private void ackSome(InboxClient client) {
    for (int device = 0; device < LoadChild.DEVICES; device++) {
      DeviceAddress address = LoadChild.recipient(device);
      InboxState state = client.open(address);
      long span = state.lastSeq() - state.acked().seq();
      Cursor upTo = new Cursor(1, state.acked().seq() + (long) (span * random.nextDouble()));
      assertThat(client.ack(address, upTo)).isTrue();
      acked.put(address, upTo);
    }
  }
}
