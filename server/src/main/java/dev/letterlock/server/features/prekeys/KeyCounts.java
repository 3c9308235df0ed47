package dev.letterlock.server.features.prekeys;

import dev.letterlock.storage.device.PreKeyCounts;
import java.time.Duration;
import java.time.Instant;

/**
 * What is left of a device's pre-keys, as KeysLow carries it.
 *
 * @param oneTime 0 to 200
 * @param kemOneTime 0 to 40
 * @param signedAgeSeconds u32 since the signed pre-key came; {@link #NO_SIGNED_KEY} if there is
 *     none
 * @param lastResort whether there is a KEM key of last resort
 */
public record KeyCounts(int oneTime, int kemOneTime, long signedAgeSeconds, boolean lastResort) {

  public static final long NO_SIGNED_KEY = 0xFFFF_FFFFL;

  static KeyCounts of(PreKeyCounts counts, Instant now) {
    Instant since = counts.signedSince();
    long age =
        since == null
            ? NO_SIGNED_KEY
            : Math.clamp(Duration.between(since, now).toSeconds(), 0, NO_SIGNED_KEY - 1);
    return new KeyCounts(counts.oneTime(), counts.kemOneTime(), age, counts.lastResort());
  }
}
