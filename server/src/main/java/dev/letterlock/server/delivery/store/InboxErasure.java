package dev.letterlock.server.delivery.store;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.storage.inbox.InboxEngine;
import dev.letterlock.storage.message.AgedInboxStore;
import java.util.function.Consumer;

/**
 * Drops all that waits for a device that is gone. Copies in the long-term store go last: they are
 * out of reach once the engine has forgotten, so that a crash in between shows nobody anything.
 * Blocks.
 */
public record InboxErasure(InboxEngine engine, AgedInboxStore aged)
    implements Consumer<DeviceAddress> {
  @Override
  public void accept(DeviceAddress device) {
    engine.forget(device);
    aged.forget(device);
  }
}
