package dev.letterlock.server.notify;

import dev.letterlock.server.notify.Slot.Pending;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers what is due into waves and has them recorded: one job per wave, never one per message.
 * One virtual thread; {@link #add} may be called by any thread and does not block.
 */
final class WaveCollector implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WaveCollector.class);
  private static final Duration GATHER = Duration.ofMillis(50);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration SWEEP = Duration.ofMinutes(1);

  private final WaveRecorder recorder;
  private final PendingWakeUps slots;
  private final UUID origin;
  private final Clock clock;
  private final ConcurrentLinkedQueue<Pending> fresh = new ConcurrentLinkedQueue<>();
  private final PriorityQueue<Pending> waiting =
      new PriorityQueue<>(Comparator.comparingLong(Pending::due));
  private final Thread thread = Thread.ofVirtual().name("letterlock-wake-ups").unstarted(this::run);
  private volatile boolean closing;
  private volatile boolean idle;

  WaveCollector(WaveRecorder recorder, PendingWakeUps slots, UUID origin, Clock clock) {
    this.recorder = recorder;
    this.slots = slots;
    this.origin = origin;
    this.clock = clock;
  }

  void start() {
    thread.start();
  }

  void add(Pending pending) {
    fresh.add(pending);
    if (idle) {
      LockSupport.unpark(thread);
    }
  }

  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(thread);
    try {
      thread.join();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    Instant swept = clock.instant();
    while (!closing) {
      takeFresh();
      boolean allRecorded = recordDue();
      if (allRecorded && swept.plus(SWEEP).isBefore(clock.instant())) {
        slots.sweep();
        swept = clock.instant();
      }
      await(allRecorded ? GATHER : RETRY);
    }
    takeFresh();
    recordRest();
  }

  private void takeFresh() {
    for (Pending next = fresh.poll(); next != null; next = fresh.poll()) {
      waiting.add(next);
    }
  }

  /** Returns false if something due could not be recorded. */
  private boolean recordDue() {
    long now = clock.millis();
    while (!waiting.isEmpty() && waiting.element().due() <= now) {
      if (!record(take(now), clock.instant())) {
        return false;
      }
    }
    return true;
  }

  private void recordRest() {
    while (!waiting.isEmpty()) {
      List<Pending> wave = take(Long.MAX_VALUE);
      if (!wave.isEmpty() && !record(wave, Instant.ofEpochMilli(wave.getLast().due()))) {
        LOG.warn("{} wake-ups could not be kept for the next start", waiting.size());
        return;
      }
    }
  }

  /** Removes up to one wave of what is due and has not been cancelled, in the order of its time. */
  private List<Pending> take(long until) {
    List<Pending> wave = new ArrayList<>();
    while (wave.size() < WakeUpWave.MAX_SIZE
        && !waiting.isEmpty()
        && waiting.element().due() <= until) {
      Pending next = waiting.remove();
      if (slots.isCurrent(next)) {
        wave.add(next);
      }
    }
    return wave;
  }

  private boolean record(List<Pending> pending, Instant due) {
    if (pending.isEmpty()) {
      return true;
    }
    List<WakeUp> wakeUps = pending.stream().map(Pending::wakeUp).toList();
    try {
      recorder.record(new WakeUpWave(UUID.randomUUID(), origin, 1, wakeUps), due);
      return true;
    } catch (WaveNotRecordedException later) {
      LOG.debug("{} wake-ups wait for the jobs' database", wakeUps.size(), later);
      waiting.addAll(pending);
      return false;
    }
  }

  /** Sleeps for {@code atLeast}, so that marks gather, then until something is due or new. */
  private void await(Duration atLeast) {
    park(atLeast, () -> closing);
    idle = true;
    park(untilNext(), () -> closing || !fresh.isEmpty());
    idle = false;
  }

  private Duration untilNext() {
    long next = waiting.isEmpty() ? Long.MAX_VALUE : waiting.element().due() - clock.millis();
    return Duration.ofMillis(Math.clamp(next, 0, SWEEP.toMillis()));
  }

  private void park(Duration atMost, BooleanSupplier woken) {
    long end = System.nanoTime() + atMost.toNanos();
    for (long left = atMost.toNanos(); left > 0 && !woken.getAsBoolean(); ) {
      LockSupport.parkNanos(this, left);
      left = end - System.nanoTime();
    }
  }
}
