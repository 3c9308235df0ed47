package dev.letterlock.server;

import dev.letterlock.server.metrics.Meters;
import dev.letterlock.server.metrics.ServerMetrics;
import dev.letterlock.server.session.Recipients;

/** Levels that are read when somebody scrapes. */
record Gauges(ServerMetrics metrics, Recipients recipients) {
  void bind() {
    metrics.gauge(Meters.SESSIONS, () -> recipients.sessions().size());
  }
}
