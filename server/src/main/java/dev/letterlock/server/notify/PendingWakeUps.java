package dev.letterlock.server.notify;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.server.notify.Slot.Pending;
import dev.letterlock.server.notify.Slot.Quiet;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Knows which devices are to be woken, one slot per device, and hands what is due to the {@link
 * WaveCollector}.
 *
 * <p>Event loops mark, collector and jobs take away. A first mark waits a moment, so that one job
 * carries many and a device that only changes networks is spared; after a wake-up the device is
 * left alone for the debounce, unless a message is urgent. Close it before the jobs, which keep
 * what it hands over last.
 */
public final class PendingWakeUps implements WakeUps, AutoCloseable {
  private static final Duration SETTLE = Duration.ofSeconds(1);

  /** A slot whose job was lost must not keep its device asleep; far above all retries. */
  private static final Duration STALE = Duration.ofHours(1);

  private static final int MAX_DEVICES = 1 << 20;

  private final ConcurrentHashMap<DeviceAddress, Slot> slots = new ConcurrentHashMap<>();
  private final LongAdder dropped = new LongAdder();
  private final UUID origin = UUID.randomUUID();
  private final long debounceMillis;
  private final long settleMillis;
  private final InstantSource clock;
  private final WaveCollector collector;

  /**
   * @param debounce the least time between two wake-ups of one device
   */
  public PendingWakeUps(WaveRecorder recorder, Duration debounce, InstantSource clock) {
    this.debounceMillis = debounce.toMillis();
    this.settleMillis = Math.min(SETTLE.toMillis(), debounceMillis);
    this.clock = clock;
    this.collector = new WaveCollector(recorder, this, origin, debounce, clock);
  }

  /** Starts the thread that records waves. */
  public void start() {
    collector.start();
  }

  @Override
  public void offline(DeviceAddress device, boolean urgent) {
    Slot slot = slots.get(device);
    if (slot instanceof Pending pending && pending.covers(urgent)) {
      return;
    }
    if (slot == null && slots.size() >= MAX_DEVICES) {
      dropped.increment();
      return;
    }
    mark(device, urgent);
  }

  @Override
  public void returned(DeviceAddress device) {
    if (slots.containsKey(device)) {
      slots.computeIfPresent(device, (same, slot) -> quiet(slot.quietUntil()));
    }
  }

  /**
   * Whether a wake-up taken from a job is still to be sent: not if the device has returned, or a
   * newer one has taken its place. One of an earlier process stands until this process knows
   * better.
   */
  public boolean wanted(WakeUp wakeUp, UUID markedBy) {
    Slot slot = slots.get(wakeUp.device());
    return origin.equals(markedBy) ? isFor(wakeUp, slot) : slot == null;
  }

  /** The wake-up was taken by the provider. */
  public void sent(WakeUp wakeUp) {
    long until = clock.millis() + debounceMillis;
    slots.compute(
        wakeUp.device(), (same, slot) -> slot == null || isFor(wakeUp, slot) ? quiet(until) : slot);
  }

  /** The wake-up will not be sent; the next message marks the device anew. */
  public void abandoned(WakeUp wakeUp) {
    slots.computeIfPresent(
        wakeUp.device(), (same, slot) -> isFor(wakeUp, slot) ? quiet(slot.quietUntil()) : slot);
  }

  /** Devices that are marked or were woken lately. */
  public int size() {
    return slots.size();
  }

  /** Marks that were dropped because too many devices were marked. */
  public long dropped() {
    return dropped.sum();
  }

  /** Stops, and records what was marked last. */
  @Override
  public void close() {
    collector.close();
  }

  boolean isCurrent(Pending pending) {
    return isFor(pending.wakeUp(), slots.get(pending.wakeUp().device()));
  }

  /** Forgets what no longer matters; called by the collector now and then. */
  void sweep() {
    long now = clock.millis();
    slots
        .values()
        .removeIf(slot ->
            switch (slot) {
              case Pending pending -> pending.due() + STALE.toMillis() < now;
              case Quiet quiet -> quiet.quietUntil() < now;
            });
  }

  private void mark(DeviceAddress device, boolean urgent) {
    Slot marked =
        slots.compute(
            device,
            (same, slot) ->
                slot instanceof Pending pending && pending.covers(urgent)
                    ? slot
                    : pending(device, urgent, slot == null ? 0 : slot.quietUntil()));
    if (marked instanceof Pending pending) {
      collector.add(pending);
    }
  }

  private Pending pending(DeviceAddress device, boolean urgent, long quietUntil) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    UUID id = new UUID(random.nextLong(), random.nextLong());
    long now = clock.millis();
    long due = urgent ? now : Math.max(now + settleMillis, quietUntil);
    return new Pending(new WakeUp(id, device, urgent), due, quietUntil);
  }

  private @Nullable Slot quiet(long until) {
    return until > clock.millis() ? new Quiet(until) : null;
  }

  private static boolean isFor(WakeUp wakeUp, @Nullable Slot slot) {
    return slot instanceof Pending pending && pending.wakeUp().id().equals(wakeUp.id());
  }
}
