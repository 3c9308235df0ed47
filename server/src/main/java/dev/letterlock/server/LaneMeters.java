package dev.letterlock.server;

import dev.letterlock.server.delivery.lane.DeliveryMeters;
import dev.letterlock.server.metrics.LoopCounter;
import dev.letterlock.server.metrics.LoopLatency;
import dev.letterlock.server.metrics.LoopMeters;

/** Counts what one lane delivers in the meters of its event loop. */
record LaneMeters(LoopMeters meters) implements DeliveryMeters {
  @Override
  public void accepted(long micros) {
    meters.count(LoopCounter.ACCEPTED, 1);
    meters.record(LoopLatency.SUBMIT_ACCEPTED, micros);
  }

  @Override
  public void delivered(long micros) {
    deliveredFromInbox();
    meters.record(LoopLatency.SUBMIT_DELIVER, micros);
  }

  @Override
  public void deliveredFromInbox() {
    meters.count(LoopCounter.DELIVERED, 1);
  }

  @Override
  public void deliveredFromElsewhere() {
    meters.count(LoopCounter.DELIVERED, 1);
  }

  @Override
  public void acked(int entries) {
    meters.count(LoopCounter.ACKED, entries);
  }
}
