package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.transport.ClientTransport;
import dev.letterlock.loadtest.provision.LoadUser;
import dev.letterlock.testing.Rounds;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promise of Accepted against {@code kill -9}: what was accepted is shown exactly once and in
 * order, however often the server dies.
 */
class KillUnderLoadIT {
  private static final int KILLS = Rounds.of(20);
  private static final int PAIRS = 4;
  private static final int LONGEST_RUN_MILLIS = 1_500;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir Path folder;

  private final ClientTransport transport = ClientTransport.start(1);
  private final List<NumberedPair> pairs = new ArrayList<>();
  private ServerProcess server;

  @BeforeEach
  void startEverything() throws Exception {
    server = new ServerProcess(folder, "--accepted-horizon=1s", "--log-level=warn");
    server.start();
    List<LoadUser> users = People.make(server.managementUrl(), server.adminToken(), 2 * PAIRS, 1);
    for (int i = 0; i < PAIRS; i++) {
      pairs.add(new NumberedPair(transport, server.url(), users.get(2 * i), users.get(2 * i + 1)));
    }
  }

  @AfterEach
  void endEverything() {
    transport.close();
    server.close();
  }

  @Test
  void showsEveryAcceptedMessageOnceAndInOrder() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    pairs.forEach(NumberedPair::start);
    for (int i = 0; i < KILLS; i++) {
      awaitTraffic();
      // Nothing is awaited: the kill shall come at any moment, most of all one that nobody knows.
      Thread.sleep(random.nextInt(LONGEST_RUN_MILLIS));
      server.kill();
      server.start();
    }
    awaitTraffic();
    pairs.forEach(NumberedPair::endOfMessages);
    await("every message answered and shown")
        .atMost(PATIENCE)
        .until(() -> pairs.stream().allMatch(NumberedPair::atRest));

    report(seed);
    assertThat(sum(NumberedPair::accepted)).as("accepted, seed %d", seed).isGreaterThan(KILLS);
    assertThat(sum(NumberedPair::lost)).as("accepted and lost, seed %d", seed).isZero();
    assertThat(sum(NumberedPair::shownTwice)).as("shown twice, seed %d", seed).isZero();
    assertThat(sum(NumberedPair::outOfOrder)).as("out of order, seed %d", seed).isZero();
    assertThat(sum(NumberedPair::refused)).as("refused, seed %d", seed).isZero();
    assertThat(sum(NumberedPair::gaps)).as("gaps, seed %d", seed).isZero();
  }

  /** Every pair gets through again, so that the next kill hits all of them at work. */
  private void awaitTraffic() {
    List<Long> before = pairs.stream().map(NumberedPair::shown).toList();
    await("traffic of every pair")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> {
          List<Long> now = pairs.stream().map(NumberedPair::shown).toList();
          for (int i = 0; i < PAIRS; i++) {
            if (now.get(i) <= before.get(i)) {
              return false;
            }
          }
          return true;
        });
  }

  private void report(long seed) {
    System.out.printf(
        "seed %d, %d kills, %d attempts to connect: handed in %d, accepted %d, shown %d;"
            + " accepted and lost %d, shown twice %d, out of order %d, refused %d%n",
        seed,
        KILLS,
        sum(NumberedPair::attempts),
        sum(NumberedPair::handedIn),
        sum(NumberedPair::accepted),
        sum(NumberedPair::shown),
        sum(NumberedPair::lost),
        sum(NumberedPair::shownTwice),
        sum(NumberedPair::outOfOrder),
        sum(NumberedPair::refused));
  }

  private long sum(ToLongFunction<NumberedPair> count) {
    return pairs.stream().mapToLong(count).sum();
  }
}
