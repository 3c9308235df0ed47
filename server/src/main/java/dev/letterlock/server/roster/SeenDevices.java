package dev.letterlock.server.roster;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.storage.StoreUnavailableException;
import dev.letterlock.storage.device.DeviceStore;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes on which day devices were connected last, in bulk and not with each connection; soon for a
 * device that was away for the retention, so that it is addressed again (docs/PROTOCOL.md §3.7). A
 * device that the store could not take stays noted. Thread-safe; {@link #accept} never blocks.
 */
public final class SeenDevices implements Consumer<DeviceAddress>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SeenDevices.class);
  private static final Duration EVERY = Duration.ofSeconds(30);

  /** Whoever comes back after so long replaces its pre-keys first: the old ones open nothing. */
  private static final Duration AFTER_RETURN = Duration.ofSeconds(2);

  private final DeviceStore store;
  private final RosterCache rosters;
  private final Clock clock;
  private final Duration afterReturn;
  private final Set<DeviceAddress> noted = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean hurried = new AtomicBoolean();
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("letterlock-seen").factory());

  private SeenDevices(DeviceStore store, RosterCache rosters, Clock clock, Duration afterReturn) {
    this.store = store;
    this.rosters = rosters;
    this.clock = clock;
    this.afterReturn = afterReturn;
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Begins to write what is noted, each half minute. */
  public static SeenDevices start(DeviceStore store, RosterCache rosters, Clock clock) {
    return start(store, rosters, clock, AFTER_RETURN);
  }

  /**
   * As the other one.
   *
   * @param afterReturn until a device that was away is addressed again
   */
  static SeenDevices start(
      DeviceStore store, RosterCache rosters, Clock clock, Duration afterReturn) {
    SeenDevices seen = new SeenDevices(store, rosters, clock, afterReturn);
    var _ =
        seen.timer.scheduleWithFixedDelay(
            seen::store, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    return seen;
  }

  /** A device has signed in; its owner's roster was read for that. */
  @Override
  public void accept(DeviceAddress device) {
    noted.add(device);
    Roster roster = rosters.cached(device.user());
    if (roster != null && isAway(roster, device) && hurried.compareAndSet(false, true)) {
      hurry();
    }
  }

  /** Writes what is still noted. */
  @Override
  public void close() {
    timer.shutdown();
    store();
  }

  private void hurry() {
    try {
      var _ =
          timer.schedule(
              () -> {
                hurried.set(false);
                store();
              },
              afterReturn.toMillis(),
              TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("a device that comes back at the end is addressed after the next start");
    }
  }

  private void store() {
    List<DeviceAddress> batch = new ArrayList<>(noted);
    if (batch.isEmpty()) {
      return;
    }
    try {
      store.seen(batch, LocalDate.now(clock));
      batch.forEach(noted::remove);
      batch.forEach(this::addressAgain);
    } catch (StoreUnavailableException e) {
      // Stays noted for the next time.
    }
  }

  /** What was read of it before is out of date, and so is what is being read just now. */
  private void addressAgain(DeviceAddress device) {
    Roster roster = rosters.cached(device.user());
    if (roster == null || isAway(roster, device)) {
      rosters.invalidate(device.user());
    }
  }

  private static boolean isAway(Roster roster, DeviceAddress device) {
    return roster.positionOf(device.device()) < 0;
  }
}
