package dev.letterlock.server.metrics;

/** What an event loop times for each message. */
public enum LoopLatency {
  SUBMIT_ACCEPTED(Meters.SUBMIT_ACCEPTED),
  SUBMIT_DELIVER(Meters.SUBMIT_DELIVER);

  private final Meters meter;

  LoopLatency(Meters meter) {
    this.meter = meter;
  }

  Meters meter() {
    return meter;
  }
}
