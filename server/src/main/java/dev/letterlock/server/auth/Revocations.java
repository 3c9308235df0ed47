package dev.letterlock.server.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import java.util.UUID;

/**
 * What was withdrawn while access tokens still verify: logins, devices, users. In memory: a start
 * brings the ended logins back from their store, and revoked devices and disabled users are also
 * refused by the roster. Safe for any thread, never blocks.
 */
public final class Revocations {

  private static final long MOST = 1L << 18;

  private final Cache<Object, Boolean> withdrawn;

  public Revocations(Ticker ticker) {
    this.withdrawn =
        Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterWrite(TokenLives.LONGEST)
            .ticker(ticker)
            .build();
  }

  /** Withdraws every token of one login. */
  public void endFamily(UUID family) {
    withdrawn.put(family, true);
  }

  /** Withdraws every token of one device for good; its id never comes again. */
  public void endDevice(DeviceAddress device) {
    withdrawn.put(device, true);
  }

  /** Withdraws every token of a user, those not yet made too. */
  public void endUser(UserId user) {
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
