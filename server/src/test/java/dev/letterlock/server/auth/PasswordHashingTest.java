package dev.letterlock.server.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.crypto.primitive.PasswordCost;
import dev.letterlock.crypto.primitive.Sodium;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PasswordHashingTest {

  private static final PasswordCost CHEAP = new PasswordCost(64 << 10, 1);

  /** Some milliseconds: long enough to meet others. */
  private static final PasswordCost SLOW = new PasswordCost(8 << 20, 1);

  private static final int AT_ONCE = 2;
  private static final int CALLERS = 32;
  private static final int LOOKS = 50;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int WAITING = 256;
  private static final int MORE_THAN_MAY_WAIT = 400;
  private static final byte[] PASSWORD = "correct horse".getBytes(UTF_8);

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final PasswordHashing hashing = hashing(CHEAP);

  @Test
  void tellsRightFromWrong() {
    String stored = hashing.hash(PASSWORD);

    assertThat(stored).startsWith("$argon2id$v=19$m=64,t=1,p=1$");
    assertThat(hashing.matches(stored, PASSWORD)).isTrue();
    assertThat(hashing.matches(stored, "battery staple".getBytes(UTF_8))).isFalse();
  }

  @Test
  void hashesForAnUnknownUserToo() {
    assertThat(hashing.matches(null, PASSWORD)).isFalse();

    assertThat(meters.get("password").timer().count()).isEqualTo(1);
  }

  @Test
  void asksForARehashWhenTheCostChanged() {
    String stored = hashing.hash(PASSWORD);

    assertThat(hashing.isOutdated(stored)).isFalse();
    assertThat(hashing(new PasswordCost(64 << 10, 2)).isOutdated(stored)).isTrue();
  }

  /** Callers are platform threads, so that a hash on any of them would be seen. */
  @Test
  void computesNoMoreAtOnceThanItMay() throws Exception {
    PasswordHashing slow = hashing(SLOW);
    String stored = slow.hash(PASSWORD);
    AtomicBoolean looking = new AtomicBoolean(true);
    try (ExecutorService threads = Executors.newFixedThreadPool(CALLERS)) {
      Callable<Boolean> untilSeen =
          () -> {
            boolean matched = true;
            while (matched && looking.get()) {
              matched = slow.matches(stored, PASSWORD);
            }
            return matched;
          };
      List<Future<Boolean>> answers =
          IntStream.range(0, CALLERS).mapToObj(i -> threads.submit(untilSeen)).toList();
      int most = mostComputing();
      looking.set(false);
      for (Future<Boolean> answer : answers) {
        assertThat(answer.get()).isTrue();
      }
      assertThat(most).isEqualTo(AT_ONCE);
    }
  }

  @Test
  void refusesWhenTooManyWaitAndServesTheOthers() throws Exception {
    PasswordHashing slow = hashing(SLOW);
    String stored = slow.hash(PASSWORD);
    int refused = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> answers =
          IntStream.range(0, MORE_THAN_MAY_WAIT)
              .mapToObj(i -> threads.submit(() -> slow.matches(stored, PASSWORD)))
              .toList();
      for (Future<Boolean> answer : answers) {
        try {
          assertThat(answer.get()).isTrue();
        } catch (ExecutionException e) {
          assertThat(e).hasCauseInstanceOf(PasswordHashing.BusyException.class);
          refused++;
        }
      }
    }
    assertThat(refused).isBetween(1, MORE_THAN_MAY_WAIT - WAITING);
  }

  /** Looks often, and as long as a busy machine takes to run as many together as it may. */
  private static int mostComputing() {
    Instant latest = Instant.now().plus(PATIENCE);
    int most = 0;
    for (int looks = 0; looks < LOOKS || most < AT_ONCE; looks++) {
      if (Instant.now().isAfter(latest)) {
        return most;
      }
      most = Math.max(most, computing());
    }
    return most;
  }

  /** Threads that are inside libsodium's password hash just now. */
  private static int computing() {
    return (int)
        Thread.getAllStackTraces().values().stream()
            .filter(stack ->
                Arrays.stream(stack).anyMatch(f -> f.getMethodName().equals("passwordMatches")))
            .count();
  }

  private PasswordHashing hashing(PasswordCost cost) {
    return new PasswordHashing(Sodium.load(), cost, AT_ONCE, meters.timer("password"));
  }
}
