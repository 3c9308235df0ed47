package dev.letterlock.loadtest.measure;

import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A live bar for a terminal. */
public final class BarProgress implements Progress {

  private static final int MILLIS_BETWEEN_DRAWINGS = 250;

  private @Nullable ProgressBar bar;

  @Override
  public void begin(String phase, long size) {
    end();
    bar =
        new ProgressBarBuilder()
            .setTaskName(phase)
            .setInitialMax(Math.max(1, size))
            .setStyle(ProgressBarStyle.UNICODE_BLOCK)
            .setUpdateIntervalMillis(MILLIS_BETWEEN_DRAWINGS)
            .hideEta()
            .build();
  }

  @Override
  public void done(long steps) {
    if (bar != null) {
      bar.stepTo(steps);
    }
  }

  @Override
  public void second(Second second) {
    if (bar != null) {
      bar.step();
      bar.setExtraMessage(" " + rates(second));
    }
  }

  @Override
  public void end() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }

  @Override
  public void close() {
    end();
  }

  static String rates(Second second) {
    return second.connectsPerSecond() > second.acceptedPerSecond()
        ? String.format(Locale.ROOT, "%,.0f connects/s", second.connectsPerSecond())
        : String.format(
            Locale.ROOT,
            "%,.0f accepted/s  %,.0f delivered/s  p99 %.1f ms",
            second.acceptedPerSecond(),
            second.deliveredPerSecond(),
            Math.max(second.deliverMillis(), second.acceptedMillis()));
  }
}
