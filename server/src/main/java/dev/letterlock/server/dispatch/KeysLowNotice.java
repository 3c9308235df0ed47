package dev.letterlock.server.dispatch;

import dev.letterlock.protocol.frame.server.KeysLow;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.server.features.prekeys.KeyCounts;
import dev.letterlock.server.session.DeviceSession;
import dev.letterlock.server.session.Recipients;
import java.util.function.BiConsumer;

/**
 * Tells a device that is connected here that its pre-keys run low (docs/PROTOCOL.md §5.9). Any
 * thread; never blocks. A device that is not connected asks when it comes back.
 */
public final class KeysLowNotice implements BiConsumer<DeviceAddress, KeyCounts> {
  private static final int MOST_COUNTED = 0xFFFF;

  private final Recipients recipients;

  public KeysLowNotice(Recipients recipients) {
    this.recipients = recipients;
  }

  @Override
  public void accept(DeviceAddress device, KeyCounts counts) {
    DeviceSession session = recipients.session(device);
    if (session != null) {
      session
          .executor()
          .execute(() -> {
            if (session.current()) {
              session.send(frame(counts));
            }
          });
    }
  }

  static KeysLow frame(KeyCounts counts) {
    return new KeysLow(
        Math.min(counts.oneTime(), MOST_COUNTED),
        Math.min(counts.kemOneTime(), MOST_COUNTED),
        (int) counts.signedAgeSeconds(),
        counts.lastResort());
  }
}
