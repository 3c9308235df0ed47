package dev.letterlock.server.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.cluster.Announcements;
import dev.letterlock.server.cluster.Notice;
import java.util.UUID;

/**
 * What was withdrawn while access tokens still verify: logins, devices, users. In memory: a start
 * brings the ended logins back from their store, and revoked devices and disabled users are also
 * refused by the roster. Safe for any thread, never blocks.
 */
public final class Revocations {

  private static final long MOST = 1L << 18;

  private final Announcements announcements;
  private final Cache<Object, Boolean> withdrawn;

  public Revocations(Ticker ticker, Announcements announcements) {
    this.announcements = announcements;
    this.withdrawn =
        Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterWrite(TokenLives.LONGEST)
            .ticker(ticker)
            .build();
  }

  /** Withdraws every token of one login, on every node. */
  public void endFamily(UUID family) {
    noteFamily(family);
    announcements.announce(new Notice.LoginEnded(family));
  }

  /** Withdraws every token of one device for good, on every node; its id never comes again. */
  public void endDevice(DeviceAddress device) {
    noteDevice(device);
    announcements.announce(new Notice.DeviceEnded(device));
  }

  /** Withdraws every token of a user, those not yet made too, on every node. */
  public void endUser(UserId user) {
    noteUser(user);
    announcements.announce(new Notice.UserEnded(user));
  }

  /** A login was ended before this start, or by another node. */
  public void noteFamily(UUID family) {
    withdrawn.put(family, true);
  }

  /** A device was revoked by another node. */
  public void noteDevice(DeviceAddress device) {
    withdrawn.put(device, true);
  }

  /** A user's logins were ended by another node. */
  public void noteUser(UserId user) {
    withdrawn.put(user, true);
  }

  /** Whether the login, the device or the user behind these claims was withdrawn. */
  public boolean covers(TokenClaims claims) {
    return withdrawn.estimatedSize() != 0
        && (withdrawn.getIfPresent(claims.family()) != null
            || withdrawn.getIfPresent(claims.user()) != null
            || withdrawn.getIfPresent(claims.address()) != null);
  }
}
