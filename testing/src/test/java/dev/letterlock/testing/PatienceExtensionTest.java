package dev.letterlock.testing;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PatienceExtensionTest {
  /** Longer than Awaitility's own ten seconds. */
  private static final Duration LONG = Duration.ofSeconds(11);

  @Test
  void waitsWhereNoTimeIsNamed() {
    Instant over = Instant.now().plus(LONG);
    await().until(() -> Instant.now().isAfter(over));
  }
}
