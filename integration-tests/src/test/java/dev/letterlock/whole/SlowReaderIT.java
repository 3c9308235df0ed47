package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.protocol.frame.server.Accepted;
import dev.letterlock.protocol.frame.server.Deliver;
import dev.letterlock.protocol.frame.server.ServerFrame;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that leaves its socket unread for a while (docs/PROTOCOL.md §3.3). */
class SlowReaderIT {
  /** Of 64 KiB each, sent at a time. */
  private static final int BATCH = 16;

  /** As many that were accepted and not handed to the socket: the server waits for its reader. */
  private static final int BEHIND = 64;

  /** Far more than two sockets hold. */
  private static final int MOST = 1600;

  @TempDir Path folder;

  @Test
  void isServedTheRestFromItsInboxInOrderWhenItReadsOn() throws Exception {
    try (RunningServer server =
            new RunningServer(folder.resolve("data"), Map.of("WRITE_BUFFER", "32k"));
        Pair pair = new Pair(server)) {
      WireClient bob = pair.open(pair.bob());
      bob.stopReading();
      WireClient alice = pair.open(pair.alice());
      int messages = sendUntilTheServerWaits(server, pair, alice);

      bob.readOn();

      List<Long> numbers = new ArrayList<>();
      while (numbers.size() < messages) {
        if (bob.next(ServerFrame.class) instanceof Deliver deliver) {
          numbers.add(Messages.numberOf(deliver.envelope()));
          assertThat(deliver.cursor().seq()).isEqualTo(numbers.size());
        }
      }
      assertThat(numbers).isEqualTo(LongStream.rangeClosed(1, messages).boxed().toList());
    }
  }

  /** No more than that takes, since a reader may be slow for half a minute only. */
  private static int sendUntilTheServerWaits(RunningServer server, Pair pair, WireClient alice)
      throws Exception {
    int sent = 0;
    while (sent - delivered(server) < BEHIND) {
      assertThat(sent).as("sent, and the server does not wait").isLessThan(MOST);
      sendBatch(pair, alice, sent);
      sent += BATCH;
    }
    return sent;
  }

  private static void sendBatch(Pair pair, WireClient alice, int before)
      throws InterruptedException {
    for (int n = before + 1; n <= before + BATCH; n++) {
      alice.send(Messages.large(pair.alice(), pair.bob(), n).withRef(n));
    }
    int accepted = 0;
    while (accepted < BATCH) {
      ServerFrame answer = Pair.answer(alice);
      assertThat(answer).isInstanceOf(Accepted.class);
      accepted += count(((Accepted) answer).ranges());
    }
  }

  private static int count(List<Accepted.Range> ranges) {
    return ranges.stream().mapToInt(range -> range.lastRef() - range.firstRef() + 1).sum();
  }

  private static double delivered(RunningServer server) throws Exception {
    return Scrape.of(server.managementUrl().resolve("/metrics")).of("letterlock_delivered_total");
  }
}
