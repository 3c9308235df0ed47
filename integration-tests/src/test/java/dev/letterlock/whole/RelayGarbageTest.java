package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.transport.ClientTransport;
import dev.letterlock.loadtest.provision.LoadUser;
import io.netty.util.ResourceLeakDetector;
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
 * What a message leaves to the collector on its whole way through the server: Send in, the engine,
 * Accepted and Deliver out, Ack in, receipt out. Counted on the threads that carry it, never timed.
 */
class RelayGarbageTest {
  private static final int PAIRS = 32;
  private static final int WINDOW = 8;
  private static final long WARM_UP = 150_000;
  private static final long MESSAGES = 100_000;
  private static final double MOST_BYTES = 64;

  /** On a busy machine the compiler takes longer to see that an object need not be made. */
  private static final int MOST_ROUNDS = 5;

  @TempDir Path folder;

  private final ResourceLeakDetector.Level level = ResourceLeakDetector.getLevel();
  private final ClientTransport transport = ClientTransport.start(1);
  private final List<NumberedPair> pairs = new ArrayList<>();
  private RunningServer server;

  /** Leak records are garbage too. */
  @BeforeEach
  void startServer() throws Exception {
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
    server = new RunningServer(folder.resolve("data"));
  }

  @AfterEach
  void endEverything() {
    transport.close();
    server.close();
    ResourceLeakDetector.setLevel(level);
  }

  @Test
  void aMessageLeavesAlmostNoGarbage() {
    List<LoadUser> users = server.users(2 * PAIRS, 1);
    for (int i = 0; i < PAIRS; i++) {
      NumberedPair pair =
          new NumberedPair(transport, server.url(), users.get(2 * i), users.get(2 * i + 1));
      pairs.add(pair);
      pair.start(WINDOW);
    }
    awaitShown(WARM_UP);

    double least = Double.MAX_VALUE;
    for (int round = 0; round < MOST_ROUNDS && least > MOST_BYTES; round++) {
      least = Math.min(least, bytesPerMessage());
    }
    assertThat(least).as("bytes a message").isLessThanOrEqualTo(MOST_BYTES);
  }

  private double bytesPerMessage() {
    ServerGarbage garbage = new ServerGarbage();
    Map<String, Long> before = garbage.bytes();
    long shown = shown();
    awaitShown(shown + MESSAGES);
    Map<String, Long> after = garbage.bytes();
    double messages = shown() - shown;

    StringBuilder parts = new StringBuilder();
    double bytes = 0;
    for (var each : after.entrySet()) {
      double part = (each.getValue() - before.getOrDefault(each.getKey(), 0L)) / messages;
      parts.append(" %s %.1f".formatted(each.getKey(), part));
      bytes += part;
    }
    System.out.printf("%.1f bytes a message:%s%n", bytes, parts);
    return bytes;
  }

  private void awaitShown(long wanted) {
    await(wanted + " messages shown")
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> shown() >= wanted);
  }

  private long shown() {
    return pairs.stream().mapToLong(NumberedPair::shown).sum();
  }
}
