package dev.letterlock.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {

  @Test
  void doublesUpToTheMostWithHalfAtRandom() {
    Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofMillis(1_000), new Random(3));
    long expected = 100;
    for (int i = 0; i < 20; i++) {
      assertThat(backoff.next().toMillis()).isBetween(expected / 2, expected);
      expected = Math.min(1_000, expected * 2);
    }
    backoff.reset();
    assertThat(backoff.next().toMillis()).isBetween(50L, 100L);
  }
}
