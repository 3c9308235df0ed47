package dev.letterlock.server.notify;

import dev.letterlock.server.notify.Slot.Pending;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers what was marked into waves of about the same time and has them recorded at once, long
 * before they are due, so that they survive a crash: one job per wave, never one per message. One
 * virtual thread; {@link #add} may be called by any thread and does not block.
 */
final class WaveCollector implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WaveCollector.class);
  private static final Duration GATHER = Duration.ofMillis(250);
  private static final Duration SOON = Duration.ofSeconds(2);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration SWEEP = Duration.ofMinutes(1);

  private final WaveRecorder recorder;
  private final PendingWakeUps slots;
  private final UUID origin;
  private final long coarseMillis;
  private final InstantSource clock;
  private final ConcurrentLinkedQueue<Pending> fresh = new ConcurrentLinkedQueue<>();
  private final Thread thread = Thread.ofVirtual().name("letterlock-wake-ups").unstarted(this::run);
  private List<Pending> waiting = new ArrayList<>();
  private volatile boolean closing;
  private volatile boolean idle;
  private volatile boolean urgent;

  /**
   * @param debounce a quarter of it is how exact a wake-up is that must wait for its end
   */
  WaveCollector(
      WaveRecorder recorder,
      PendingWakeUps slots,
      UUID origin,
      Duration debounce,
      InstantSource clock) {
    this.recorder = recorder;
    this.slots = slots;
    this.origin = origin;
    this.coarseMillis = Math.max(debounce.toMillis() / 4, GATHER.toMillis());
    this.clock = clock;
  }

  void start() {
    thread.start();
  }

  void add(Pending pending) {
    fresh.add(pending);
    if (pending.wakeUp().urgent()) {
      urgent = true;
    }
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
      if (!record()) {
        park(RETRY, () -> closing);
      } else if (swept.plus(SWEEP).isBefore(clock.instant())) {
        slots.sweep();
        swept = clock.instant();
      }
      awaitFresh();
    }
    if (!record()) {
      LOG.warn("{} wake-ups could not be kept for the next start", waiting.size());
    }
  }

  /** Records all that was marked; returns false, and keeps it, if that failed. */
  private boolean record() {
    takeFresh();
    Map<Long, List<Pending>> byTime = new TreeMap<>();
    long now = clock.millis();
    for (Pending pending : waiting) {
      if (slots.isCurrent(pending)) {
        byTime.computeIfAbsent(waveTime(pending, now), _ -> new ArrayList<>()).add(pending);
      }
    }
    List<Pending> failed = new ArrayList<>();
    byTime.forEach((due, wave) -> failed.addAll(record(wave, Instant.ofEpochMilli(due))));
    waiting = failed;
    return failed.isEmpty();
  }

  private void takeFresh() {
    urgent = false;
    for (Pending next = fresh.poll(); next != null; next = fresh.poll()) {
      waiting.add(next);
    }
  }

  /** Never before the wake-up is due, and coarser the later it is. */
  private long waveTime(Pending pending, long now) {
    long ahead = pending.due() - now;
    if (ahead <= 0) {
      return now;
    }
    long grain = ahead > SOON.toMillis() ? coarseMillis : GATHER.toMillis();
    return Math.ceilDiv(pending.due(), grain) * grain;
  }

  /** Returns what could not be recorded. */
  private List<Pending> record(List<Pending> pending, Instant due) {
    for (int from = 0; from < pending.size(); from += WakeUpWave.MAX_SIZE) {
      int to = Math.min(from + WakeUpWave.MAX_SIZE, pending.size());
      List<WakeUp> part = pending.subList(from, to).stream().map(Pending::wakeUp).toList();
      try {
        recorder.record(new WakeUpWave(UUID.randomUUID(), origin, 1, part), due);
      } catch (WaveNotRecordedException later) {
        LOG.debug("{} wake-ups wait for the jobs' database", pending.size() - from, later);
        return pending.subList(from, pending.size());
      }
    }
    return List.of();
  }

  /** Waits for a mark, and then a little, so that others join it unless one is urgent. */
  private void awaitFresh() {
    idle = true;
    park(SWEEP, () -> closing || !fresh.isEmpty() || !waiting.isEmpty());
    park(GATHER, () -> closing || urgent);
    idle = false;
  }

  private void park(Duration atMost, BooleanSupplier woken) {
    long end = System.nanoTime() + atMost.toNanos();
    for (long left = atMost.toNanos(); left > 0 && !woken.getAsBoolean(); ) {
      LockSupport.parkNanos(this, left);
      left = end - System.nanoTime();
    }
  }
}
