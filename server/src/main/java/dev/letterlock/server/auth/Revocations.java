package dev.letterlock.server.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import java.time.Duration;
import java.util.UUID;

/**
 * What was withdrawn within the life of an access token, so that a token which still verifies is
 * refused at once. In memory, and no longer kept than an access token lives; safe for any thread,
 * never blocks.
 */
public final class Revocations {

  private static final long MOST = 1L << 18;

  private final Cache<Object, Boolean> withdrawn;

  /**
   * @param longest the longest life of any token
   */
  public Revocations(Duration longest, Ticker ticker) {
    this.withdrawn =
        Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(longest).ticker(ticker).build();
  }

  /** Withdraws every token of one login. */
  public void revokeFamily(UUID family) {
    withdrawn.put(family, true);
  }

  /** Withdraws every token of one device, whatever its registration; device ids come only once. */
  public void revokeDevice(DeviceAddress device) {
    withdrawn.put(device, true);
  }

  /** Withdraws every token of a user. */
  public void revokeUser(UserId user) {
    withdrawn.put(user, true);
  }

  public boolean covers(TokenClaims claims) {
    return withdrawn.estimatedSize() != 0
        && (withdrawn.getIfPresent(claims.family()) != null
            || withdrawn.getIfPresent(claims.user()) != null
            || withdrawn.getIfPresent(claims.address()) != null);
  }
}
