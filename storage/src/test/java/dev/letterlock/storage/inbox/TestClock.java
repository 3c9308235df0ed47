package dev.letterlock.storage.inbox;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that goes only when a test says so. Thread-safe. */
public final class TestClock implements InstantSource {
  private volatile Instant now = Instant.parse("2026-03-01T12:00:00Z");

  @Override
  public Instant instant() {
    return now;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one test thread sets it
  public void pass(Duration duration) {
    now = now.plus(duration);
  }

  public long micros() {
    return now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
  }
}
