package dev.letterlock.server.features.prekeys;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.RequestId;
import dev.letterlock.server.features.RefusedException;
import dev.letterlock.server.features.Throttle;
import dev.letterlock.server.limits.RateLimit;
import dev.letterlock.server.limits.Subject;
import java.time.Duration;

/**
 * How often pre-keys may be claimed: docs/E2EE.md §3. A repeated request is charged once, as it
 * burns no key; this server remembers it, so at another it is charged again. For threads that may
 * block.
 */
public final class ClaimLimits {

  private static final Duration REPEATS = Duration.ofSeconds(60);
  private static final long MOST_REPEATS = 1L << 17;

  private final Throttle throttle;
  private final Cache<Claim, Boolean> charged;

  public ClaimLimits(Throttle throttle, Ticker ticker) {
    this.throttle = throttle;
    this.charged =
        Caffeine.newBuilder()
            .maximumSize(MOST_REPEATS)
            .expireAfterWrite(REPEATS)
            .ticker(ticker)
            .build();
  }

  private record Claim(DeviceAddress requester, DeviceAddress target, RequestId request) {}

  /**
   * Charges one claim.
   *
   * @throws RefusedException {@link dev.letterlock.server.features.Refusal#RATE_LIMITED}
   */
  void charge(DeviceAddress requester, DeviceAddress target, RequestId request) {
    Claim claim = new Claim(requester, target, request);
    if (charged.getIfPresent(claim) != null) {
      return;
    }
    throttle.charge(RateLimit.CLAIM_PAIR, Subject.of(requester, target));
    throttle.charge(RateLimit.CLAIM_TARGETS, Subject.of(requester));
    charged.put(claim, true);
  }

  /** Whether one more one-time key of this device may go; if not, the answer goes without. */
  boolean mayTakeOneTimeKey(DeviceAddress target) {
    return throttle.allows(RateLimit.CLAIM_DRAIN, Subject.of(target));
  }
}
