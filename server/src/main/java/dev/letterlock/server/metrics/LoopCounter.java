package dev.letterlock.server.metrics;

/** What an event loop counts for each message, without labels. */
public enum LoopCounter {
  ACCEPTED(Meters.ACCEPTED),
  DELIVERED(Meters.DELIVERED),
  ACKED(Meters.ACKED),
  SESSIONS_OPENED(Meters.SESSIONS_OPENED);

  private final Meters meter;

  LoopCounter(Meters meter) {
    this.meter = meter;
  }

  Meters meter() {
    return meter;
  }
}
