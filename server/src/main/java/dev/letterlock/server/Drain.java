package dev.letterlock.server;

import dev.letterlock.server.api.management.ReadinessCheck;
import dev.letterlock.server.dispatch.LiveSessions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops a server in order: not ready, GoAway with different delays to every session, time to
 * finish, then the rest is closed. Nothing that was accepted depends on it.
 */
final class Drain {
  private static final Logger LOG = LoggerFactory.getLogger(Drain.class);
  private static final Duration POLL = Duration.ofMillis(50);

  private final LiveSessions sessions;
  private final Duration limit;
  private final AtomicBoolean begun = new AtomicBoolean();

  Drain(LiveSessions sessions, Duration limit) {
    this.sessions = sessions;
    this.limit = limit;
  }

  /** Not ready once the server stops. */
  ReadinessCheck check() {
    return new ReadinessCheck(
        "serving", () -> begun.get() ? Optional.of("the server is stopping") : Optional.empty());
  }

  /**
   * Closes every session without a word before, so that its device finds the server that serves.
   */
  void now() {
    begun.set(true);
    sessions.closeAll();
  }

  /** Blocks until every session is gone or the time is over; a second call returns at once. */
  Drained run() {
    if (!begun.compareAndSet(false, true)) {
      return new Drained(0, 0, Duration.ZERO);
    }
    int before = sessions.count();
    Instant start = Instant.now();
    LOG.info("draining {} sessions within {} s", sessions.count(), limit.toSeconds());
    // Who leaves last has some time left to be answered.
    sessions.sendAway(Math.toIntExact(limit.toMillis() * 3 / 4));
    Instant deadline = start.plus(limit);
    while (sessions.count() > 0 && Instant.now().isBefore(deadline)) {
      LockSupport.parkNanos(POLL.toNanos());
    }
    Duration took = Duration.between(start, Instant.now());
    int stayed = sessions.count();
    sessions.closeAll();
    return new Drained(Math.max(0, before - stayed), stayed, took);
  }
}
