package dev.letterlock.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What all buckets keep. */
public interface TokenBucketsContract {
  int BURST = 6;
  Duration INTERVAL = Duration.ofHours(1);

  /** The buckets under test. */
  TokenBuckets buckets();

  /** Takes all that a full bucket holds. */
  default void empty(String name) {
    for (int i = 0; i < BURST; i++) {
      assertThat(buckets().take(name, BURST, INTERVAL)).as("token " + i).isZero();
    }
  }

  @Test
  default void givesTheBurstAndSaysWhenOneIsBack() {
    String name = Samples.name();
    empty(name);

    assertThat(buckets().take(name, BURST, INTERVAL)).isBetween(3_500_000L, 3_600_001L);
  }

  @Test
  default void takesNothingFromWhomItRefuses() {
    String name = Samples.name();
    empty(name);
    for (int i = 0; i < 100; i++) {
      buckets().take(name, BURST, INTERVAL);
    }

    assertThat(buckets().take(name, BURST, INTERVAL)).isBetween(3_500_000L, 3_600_001L);
  }

  @Test
  default void fillsByItself() {
    String name = Samples.name();
    Duration interval = Duration.ofMillis(300);
    assertThat(buckets().take(name, 1, interval)).isZero();

    await().until(() -> buckets().take(name, 1, interval) == 0);
  }

  @Test
  default void keepsBucketsApart() {
    String name = Samples.name();
    empty(name);

    assertThat(buckets().take(name + " {0}\r\n\0", BURST, INTERVAL)).isZero();
  }

  @Test
  default void isNeverEmptierThanEmpty() {
    String name = Samples.name();
    empty(name);

    assertThat(buckets().take(name, 1, Duration.ofMillis(10))).isBetween(1L, 11L);
  }
}
