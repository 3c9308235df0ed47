package dev.letterlock.client.messenger.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReadReportsTest {
  private static final Duration MOST = Duration.ofSeconds(3);

  private final List<Duration> waits = new ArrayList<>();
  private final List<Runnable> planned = new ArrayList<>();
  private int told;
  private final ReadReports reports =
      new ReadReports(
          (wait, task) -> {
            waits.add(wait);
            planned.add(task);
          },
          new Random(7),
          MOST,
          () -> told++);

  @Test
  void tellsAtOnceAllThatWasReadInTheSameWait() {
    reports.soon();
    reports.soon();
    assertThat(told).isZero();

    planned.removeFirst().run();

    assertThat(planned).isEmpty();
    assertThat(told).isEqualTo(1);
  }

  @Test
  void drawsEachWaitAnew() {
    for (int i = 0; i < 1_000; i++) {
      reports.soon();
      planned.removeFirst().run();
    }

    assertThat(waits).allMatch(wait -> !wait.isNegative() && wait.compareTo(MOST) <= 0);
    assertThat(waits).anyMatch(wait -> wait.compareTo(MOST.dividedBy(4)) < 0);
    assertThat(waits).anyMatch(wait -> wait.compareTo(MOST.dividedBy(4).multipliedBy(3)) > 0);
    assertThat(told).isEqualTo(1_000);
  }
}
