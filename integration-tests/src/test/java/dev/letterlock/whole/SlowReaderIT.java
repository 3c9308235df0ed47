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
  /** Of 64 KiB each: more than two sockets hold. */
  private static final int MESSAGES = 400;

  private static final int UNDER_WAY = 64;

  @TempDir Path folder;

  @Test
  void isServedTheRestFromItsInboxInOrderWhenItReadsOn() throws Exception {
    try (RunningServer server =
            new RunningServer(folder.resolve("data"), Map.of("WRITE_BUFFER", "32k"));
        Pair pair = new Pair(server)) {
      WireClient bob = pair.open(pair.bob());
      bob.stopReading();
      WireClient alice = pair.open(pair.alice());
      sendAll(pair, alice);
      assertThat(delivered(server)).as("the server waits for its client").isLessThan(MESSAGES);

      bob.readOn();

      List<Long> numbers = new ArrayList<>();
      while (numbers.size() < MESSAGES) {
        if (bob.next(ServerFrame.class) instanceof Deliver deliver) {
          numbers.add(Messages.numberOf(deliver.envelope()));
          assertThat(deliver.cursor().seq()).isEqualTo(numbers.size());
        }
      }
      assertThat(numbers).isEqualTo(LongStream.rangeClosed(1, MESSAGES).boxed().toList());
    }
  }

  /** Without waiting for each, since a reader may be slow for half a minute only. */
  private static void sendAll(Pair pair, WireClient alice) throws InterruptedException {
    int sent = 0;
    int accepted = 0;
    while (accepted < MESSAGES) {
      while (sent < Math.min(MESSAGES, accepted + UNDER_WAY)) {
        sent++;
        alice.send(Messages.large(pair.alice(), pair.bob(), sent).withRef(sent));
      }
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
