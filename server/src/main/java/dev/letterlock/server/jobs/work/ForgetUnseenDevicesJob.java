package dev.letterlock.server.jobs.work;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.server.jobs.Work;
import dev.letterlock.storage.device.DeviceStore;
import dev.letterlock.storage.inbox.InboxEngine;
import dev.letterlock.storage.inbox.InboxState;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Drops what waits for devices that were not seen for the retention. An inbox whose epoch has given
 * out no place was dropped before, or never used, and is left alone, so that repeating costs no
 * epoch.
 */
public final class ForgetUnseenDevicesJob implements Work {
  private static final Duration EVERY = Duration.ofHours(1);
  private static final int AT_MOST = 100_000;

  private final DeviceStore devices;
  private final InboxEngine engine;
  private final Consumer<DeviceAddress> erasure;
  private final Predicate<DeviceAddress> connected;
  private final Duration retention;
  private final InstantSource clock;

  /**
   * @param erasure drops all that waits for a device
   * @param connected true for a device with a session, whatever day it was last noted
   * @param retention from which on a device counts as gone
   */
  public ForgetUnseenDevicesJob(
      DeviceStore devices,
      InboxEngine engine,
      Consumer<DeviceAddress> erasure,
      Predicate<DeviceAddress> connected,
      Duration retention,
      InstantSource clock) {
    this.devices = devices;
    this.engine = engine;
    this.erasure = erasure;
    this.connected = connected;
    this.retention = retention;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "forget-unseen-devices";
  }

  @Override
  public Duration every() {
    return EVERY;
  }

  @Override
  public void run() throws InterruptedException {
    LocalDate day = LocalDate.ofInstant(clock.instant().minus(retention), ZoneOffset.UTC);
    for (DeviceAddress device : devices.lastSeenBefore(day, AT_MOST)) {
      if (!connected.test(device)) {
        forget(device);
      }
    }
  }

  private void forget(DeviceAddress device) throws InterruptedException {
    InboxState inbox = Patience.await(engine.open(device));
    if (inbox.lastSeq() != 0) {
      erasure.accept(device);
    }
  }
}
