package dev.letterlock.loadtest.measure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Watches a load while it runs: a sample each second, figures of the server at both ends of the
 * measured window. Used by one thread.
 */
public final class Measurement {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final Tally tally;
  private final Latencies accepted;
  private final Latencies deliver;
  private final Supplier<@Nullable ServerSample> server;
  private final Progress progress;
  private final List<Second> timeline = new ArrayList<>();

  public Measurement(
      Tally tally,
      Latencies accepted,
      Latencies deliver,
      Supplier<@Nullable ServerSample> server,
      Progress progress) {
    this.tally = tally;
    this.accepted = accepted;
    this.deliver = deliver;
    this.server = server;
    this.progress = progress;
  }

  /**
   * Waits through warm-up and duration.
   *
   * @param over ends the run early when it turns true
   */
  public Window watch(Duration warmup, Duration duration, BooleanSupplier over)
      throws InterruptedException {
    long begin = System.nanoTime();
    progress.begin("warm-up", warmup.toSeconds());
    sample(begin, begin, begin + warmup.toNanos(), over, null);
    progress.begin("measuring", duration.toSeconds());
    Totals totals = new Totals(Latencies.total(), Latencies.total());
    ServerSample before = server.get();
    accepted.takeInterval();
    deliver.takeInterval();
    Counts countsBefore = tally.counts();
    long start = System.nanoTime();
    sample(begin, start, start + duration.toNanos(), over, totals);
    Counts counts = tally.counts().since(countsBefore);
    double seconds = (System.nanoTime() - start) / (double) SECOND;
    ServerSample after = server.get();
    progress.end();
    return new Window(
        seconds,
        counts,
        totals.accepted,
        totals.deliver,
        before == null || after == null ? null : after.cpuSince(before),
        after == null ? null : after.rssBytes(),
        timeline);
  }

  /**
   * Adds the times of what was on its way when the window ended and has arrived since: left out,
   * the slowest would be in no percentile.
   */
  public void addLate(Window window) {
    window.accepted().add(accepted.takeInterval());
    window.deliver().add(deliver.takeInterval());
  }

  /** A sample at each whole second since {@code start}, so that none is shorter than the others. */
  private void sample(
      long begin, long start, long end, BooleanSupplier over, @Nullable Totals totals)
      throws InterruptedException {
    Counts before = tally.counts();
    long last = System.nanoTime();
    while (end - System.nanoTime() > 0 && !over.getAsBoolean()) {
      long left = end - System.nanoTime();
      TimeUnit.NANOSECONDS.sleep(Math.min(SECOND - (System.nanoTime() - start) % SECOND, left));
      long now = System.nanoTime();
      Counts counts = tally.counts();
      record(now - begin, (now - last) / (double) SECOND, counts.since(before), totals);
      before = counts;
      last = now;
    }
  }

  private void record(long sinceBegin, double took, Counts fresh, @Nullable Totals totals) {
    Histogram acceptedNow = accepted.takeInterval();
    Histogram deliverNow = deliver.takeInterval();
    if (totals != null) {
      totals.accepted.add(acceptedNow);
      totals.deliver.add(deliverNow);
    }
    Second second =
        new Second(
            sinceBegin / (double) SECOND,
            totals != null,
            fresh.accepted() / took,
            fresh.delivered() / took,
            fresh.connects() / took,
            acceptedNow.getValueAtPercentile(99) / 1e6,
            deliverNow.getValueAtPercentile(99) / 1e6);
    timeline.add(second);
    progress.second(second);
  }

  private record Totals(Histogram accepted, Histogram deliver) {}
}
