package dev.letterlock.loadtest.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MeasurementTest {
  private final Latencies accepted = new Latencies();
  private final Latencies deliver = new Latencies();
  private final Measurement measurement =
      new Measurement(new Tally(), accepted, deliver, () -> null, new Unseen());

  @Test
  void countsWhatArrivesAfterTheWindow() throws InterruptedException {
    accepted.record(TimeUnit.MILLISECONDS.toNanos(1));
    Window window = measurement.watch(Duration.ZERO, Duration.ofMillis(10), () -> false);
    assertThat(window.accepted().getTotalCount()).as("of the warm-up").isZero();

    accepted.record(TimeUnit.SECONDS.toNanos(2));
    deliver.record(TimeUnit.SECONDS.toNanos(3));
    measurement.addLate(window);

    assertThat(Percentiles.of(window.accepted())).extracting("max").isEqualTo(seconds(window, 2));
    assertThat(window.deliver().getTotalCount()).isEqualTo(1);
  }

  @Test
  void takesASampleForEachSecondThatIsMeasured() throws InterruptedException {
    Window window = measurement.watch(Duration.ofMillis(300), Duration.ofSeconds(2), () -> false);

    assertThat(window.timeline()).filteredOn(Second::measured).hasSize(2);
  }

  /** As exactly as the histogram keeps it. */
  private static double seconds(Window window, int seconds) {
    long kept = window.accepted().highestEquivalentValue(TimeUnit.SECONDS.toNanos(seconds));
    return Math.round(kept / 1e6 * 1000) / 1000.0;
  }

  private static final class Unseen implements Progress {
    @Override
    public void begin(String phase, long steps) {
      // Nobody looks.
    }

    @Override
    public void done(long steps) {
      // Nobody looks.
    }

    @Override
    public void second(Second second) {
      // Nobody looks.
    }

    @Override
    public void end() {
      // Nobody looks.
    }

    @Override
    public void close() {
      // Nobody looks.
    }
  }
}
