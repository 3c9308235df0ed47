package dev.letterlock.server;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.storage.StoreUnavailableException;
import dev.letterlock.storage.device.DeviceStore;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Notes on which day devices were connected last, in bulk and not with each connection. A device
 * that the store could not take stays noted. Thread-safe; {@link #accept} never blocks.
 */
final class SeenDevices implements Consumer<DeviceAddress>, AutoCloseable {
  private static final long EVERY_SECONDS = 30;

  private final DeviceStore store;
  private final Clock clock;
  private final Set<DeviceAddress> noted = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("letterlock-seen").factory());

  private SeenDevices(DeviceStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Begins to write what is noted, each half minute. */
  static SeenDevices start(DeviceStore store, Clock clock) {
    SeenDevices seen = new SeenDevices(store, clock);
    var _ =
        seen.timer.scheduleWithFixedDelay(
            seen::store, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    return seen;
  }

  @Override
  public void accept(DeviceAddress device) {
    noted.add(device);
  }

  /** Writes what is still noted. */
  @Override
  public void close() {
    timer.shutdown();
    store();
  }

  private void store() {
    List<DeviceAddress> batch = new ArrayList<>(noted);
    if (batch.isEmpty()) {
      return;
    }
    try {
      store.seen(batch, LocalDate.now(clock));
      batch.forEach(noted::remove);
    } catch (StoreUnavailableException e) {
      // Stays noted for the next time.
    }
  }
}
