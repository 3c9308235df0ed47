package dev.letterlock.crypto.e2ee.session;

import java.time.Duration;

/** Judges times that this device's clock told, which may have been wrong then. */
final class Age {

  /** What lies further ahead was told by a clock that has been corrected since. */
  static final Duration MOST_AHEAD = Duration.ofDays(1);

  private Age() {}

  /**
   * Whether something happened within the last {@code span}; not so what lies more than a day
   * ahead.
   *
   * @param at milliseconds since 1970
   * @param now milliseconds since 1970
   */
  static boolean isWithin(Duration span, long at, long now) {
    return now - at < span.toMillis() && at - now <= MOST_AHEAD.toMillis();
  }
}
