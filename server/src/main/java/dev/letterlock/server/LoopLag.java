package dev.letterlock.server;

import java.util.concurrent.TimeUnit;

/** How late the regular tick of one event loop is. The loop ticks; any thread asks. */
final class LoopLag {
  private final long periodNanos;
  private volatile long lagNanos;
  private long last = System.nanoTime();

  LoopLag(long periodMillis) {
    this.periodNanos = TimeUnit.MILLISECONDS.toNanos(periodMillis);
  }

  void tick() {
    long now = System.nanoTime();
    lagNanos = Math.max(0, now - last - periodNanos);
    last = now;
  }

  double seconds() {
    return lagNanos / 1e9;
  }
}
