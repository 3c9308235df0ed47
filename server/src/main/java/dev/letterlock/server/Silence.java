package dev.letterlock.server;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.server.notify.WakeUp;
import dev.letterlock.server.notify.WakeUpProvider;
import dev.letterlock.server.notify.WakeUps;

/** Where no way to wake devices is configured: they find their messages when they return. */
final class Silence implements WakeUps, WakeUpProvider {
  @Override
  public void offline(DeviceAddress device, boolean urgent) {
    // Nobody is told.
  }

  @Override
  public void returned(DeviceAddress device) {
    // Nothing was begun.
  }

  @Override
  public void wake(WakeUp wakeUp) {
    // Left over from a time when a webhook was configured.
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
