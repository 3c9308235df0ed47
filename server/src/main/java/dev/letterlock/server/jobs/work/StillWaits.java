package dev.letterlock.server.jobs.work;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.storage.inbox.InboxEngine;
import dev.letterlock.storage.inbox.InboxState;
import java.util.function.Predicate;

/** Whether waking a device still makes sense. */
public interface StillWaits {
  /**
   * False for a device that is connected or has confirmed all it has. Blocking.
   *
   * @throws dev.letterlock.storage.inbox.InboxUnavailableException if that cannot be known now
   */
  boolean test(DeviceAddress device) throws InterruptedException;

  /** As the engine knows it, which survives restarts. */
  static StillWaits of(Predicate<DeviceAddress> connected, InboxEngine engine) {
    return device -> !connected.test(device) && hasUndelivered(Patience.await(engine.open(device)));
  }

  private static boolean hasUndelivered(InboxState inbox) {
    return inbox.acked().compareTo(inbox.last()) < 0;
  }
}
