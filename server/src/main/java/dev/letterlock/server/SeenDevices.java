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
import java.util.function.Consumer;

/**
 * Notes on which day devices were connected last, in bulk and not with each connection. A device
 * that the store could not take stays noted. Thread-safe; {@link #accept} never blocks.
 */
final class SeenDevices implements Consumer<DeviceAddress> {
  private final DeviceStore store;
  private final Clock clock;
  private final Set<DeviceAddress> noted = ConcurrentHashMap.newKeySet();

  SeenDevices(DeviceStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  @Override
  public void accept(DeviceAddress device) {
    noted.add(device);
  }

  /** Writes what was noted; blocks. */
  void store() {
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
