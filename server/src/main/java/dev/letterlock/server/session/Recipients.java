package dev.letterlock.server.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The devices that rosters and sessions of this process speak of, one {@link Recipient} each for as
 * long as somebody refers to it. Thread-safe.
 */
public final class Recipients {
  private final Cache<DeviceAddress, Recipient> known = Caffeine.newBuilder().weakValues().build();

  /** The one object for this device. */
  public Recipient of(DeviceAddress address) {
    return known.get(address, Recipient::new);
  }

  /** The one object for this device. */
  public Recipient of(UserId user, int device) {
    return of(new DeviceAddress(user, device));
  }

  /** The session that the device has here. */
  public @Nullable DeviceSession session(DeviceAddress device) {
    Recipient recipient = known.getIfPresent(device);
    return recipient == null ? null : recipient.session();
  }

  /** True while the device has a session here. */
  public boolean isConnected(DeviceAddress device) {
    return session(device) != null;
  }

  /** Every session that is connected here. */
  public List<DeviceSession> sessions() {
    List<DeviceSession> sessions = new ArrayList<>();
    for (Recipient recipient : known.asMap().values()) {
      DeviceSession session = recipient.session();
      if (session != null) {
        sessions.add(session);
      }
    }
    return sessions;
  }
}
