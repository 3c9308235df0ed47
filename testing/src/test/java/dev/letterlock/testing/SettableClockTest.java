package dev.letterlock.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SettableClockTest {
  @Test
  void standsUntilItIsMoved() {
    SettableClock clock = new SettableClock();

    clock.pass(Duration.ofDays(1));
    clock.pass(Duration.ofHours(-1));

    assertThat(clock.instant()).isEqualTo(Instant.parse("2023-11-15T21:13:20Z"));
    assertThat(clock.micros()).isEqualTo(clock.millis() * 1000);
  }

  @Test
  void runsAheadOfTheSystem() {
    SettableClock clock = SettableClock.running();
    Instant before = Instant.now();

    clock.pass(Duration.ofDays(1));

    assertThat(clock.instant()).isAfterOrEqualTo(before.plus(Duration.ofDays(1)));
  }
}
