package dev.letterlock.loadtest.scenario;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends by the clock, whatever the server does: each message has a time at which it should leave,
 * and its latency counts from there. One for each loop.
 */
public final class Pacer {

  private static final int TICK_MICROS = 500;
  private static final double NANOS = 1e9;

  private final double rate;
  private final List<? extends LongConsumer> senders;
  private final BooleanSupplier stopped;
  private final long begin = System.nanoTime();
  private @Nullable ScheduledFuture<?> ticks;
  private long issued;

  private Pacer(double rate, List<? extends LongConsumer> senders, BooleanSupplier stopped) {
    this.rate = rate;
    this.senders = senders;
    this.stopped = stopped;
  }

  /**
   * Lets senders send by turns, until stopped or until the loop ends.
   *
   * @param loop runs the senders
   * @param rate messages a second of all of them
   * @param senders take the time at which a message should leave, by {@link System#nanoTime}
   */
  public static void start(
      EventLoop loop, double rate, List<? extends LongConsumer> senders, BooleanSupplier stopped) {
    Pacer pacer = new Pacer(rate, senders, stopped);
    pacer.ticks =
        loop.scheduleAtFixedRate(pacer::tick, TICK_MICROS, TICK_MICROS, TimeUnit.MICROSECONDS);
  }

  private void tick() {
    if (hasStopped()) {
      return;
    }
    long due = (long) ((System.nanoTime() - begin) / NANOS * rate);
    for (; issued < due; issued++) {
      long intended = begin + (long) (issued / rate * NANOS);
      senders.get((int) (issued % senders.size())).accept(intended);
    }
  }

  private boolean hasStopped() {
    if (stopped.getAsBoolean() && ticks != null) {
      ticks.cancel(false);
    }
    return stopped.getAsBoolean();
  }
}
