package dev.letterlock.loadtest.scenario;

import dev.letterlock.loadtest.peer.LoadRun;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends by the clock, whatever the server does: each message has a time at which it should leave,
 * and its latency counts from there. One for each loop.
 */
final class Pacer {

  private static final int TICK_MICROS = 500;
  private static final double NANOS = 1e9;

  private final LoadRun run;
  private final List<Traffic.Sending> senders;
  private final double rate;
  private final long begin = System.nanoTime();
  private @Nullable ScheduledFuture<?> ticks;
  private long issued;

  private Pacer(LoadRun run, List<Traffic.Sending> senders, double rate) {
    this.run = run;
    this.senders = senders;
    this.rate = rate;
  }

  /** Shares the rate among loops by their senders. */
  static void start(LoadRun run, List<Traffic.LoopSenders> loops, double rate) {
    double all = loops.stream().mapToInt(group -> group.senders().size()).sum();
    for (Traffic.LoopSenders group : loops) {
      Pacer pacer = new Pacer(run, group.senders(), rate * group.senders().size() / all);
      pacer.ticks =
          group
              .loop()
              .scheduleAtFixedRate(pacer::tick, TICK_MICROS, TICK_MICROS, TimeUnit.MICROSECONDS);
    }
  }

  private void tick() {
    if (stopped()) {
      return;
    }
    long due = (long) ((System.nanoTime() - begin) / NANOS * rate);
    for (; issued < due; issued++) {
      long intended = begin + (long) (issued / rate * NANOS);
      senders.get((int) (issued % senders.size())).sender().offer(intended);
    }
  }

  private boolean stopped() {
    if (run.stopped() && ticks != null) {
      ticks.cancel(false);
    }
    return run.stopped();
  }
}
