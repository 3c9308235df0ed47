package dev.letterlock.server.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.crypto.primitive.PasswordCost;
import dev.letterlock.crypto.primitive.Sodium;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PasswordHashingTest {

  private static final PasswordCost CHEAP = new PasswordCost(64 << 10, 1);
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

  @Test
  void serialisesManyCallersThroughItsSlots() throws Exception {
    String stored = hashing.hash(PASSWORD);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> answers =
          IntStream.range(0, 32)
              .mapToObj(i -> threads.submit(() -> hashing.matches(stored, PASSWORD)))
              .toList();
      for (Future<Boolean> answer : answers) {
        assertThat(answer.get()).isTrue();
      }
    }
  }

  private PasswordHashing hashing(PasswordCost cost) {
    return new PasswordHashing(Sodium.load(), cost, 2, meters.timer("password"));
  }
}
