package dev.letterlock.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that a test moves; it stands between, or goes with the system's. Thread-safe. */
public final class SettableClock extends Clock {

  private final InstantSource base;
  private volatile Duration ahead = Duration.ZERO;

  /** Stands at 2023-11-14T22:13:20Z, the time of the vectors. */
  public SettableClock() {
    this(InstantSource.fixed(Instant.ofEpochSecond(1_700_000_000)));
  }

  private SettableClock(InstantSource base) {
    this.base = base;
  }

  /** One that stands at the present time. */
  public static SettableClock standingNow() {
    return new SettableClock(InstantSource.fixed(Instant.now()));
  }

  /** One that goes with the system's. */
  public static SettableClock running() {
    return new SettableClock(InstantSource.system());
  }

  /** Moves it, by less than nothing to set it back. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one test thread moves it
  public void pass(Duration time) {
    ahead = ahead.plus(time);
  }

  /** Microseconds since 1970, as on the wire. */
  public long micros() {
    Instant now = instant();
    return now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
  }

  @Override
  public Instant instant() {
    return base.instant().plus(ahead);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("zone: " + zone + " (expected: UTC)");
  }
}
