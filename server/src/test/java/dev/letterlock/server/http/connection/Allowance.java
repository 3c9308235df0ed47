package dev.letterlock.server.http.connection;

import dev.letterlock.server.limits.LocalBuckets;
import dev.letterlock.server.limits.Rate;
import dev.letterlock.server.limits.RateLimit;
import dev.letterlock.server.limits.RateLimiter;
import dev.letterlock.server.net.ConnectionLimit;
import dev.letterlock.server.net.EdgeLimits;
import dev.letterlock.server.net.RequestLimit;
import java.time.Duration;
import java.util.Map;

/** Limits for one address of loopback, of which nothing comes back while a test runs. */
final class Allowance {

  private static final int PLENTY = 10_000;

  private Allowance() {}

  /** So many connections at a time, and no other limit. */
  static EdgeLimits connections(int atATime) {
    return limits(atATime, PLENTY, PLENTY, true);
  }

  /** So many connections one after the other. */
  static EdgeLimits connectsInAll(int connects) {
    return limits(PLENTY, connects, PLENTY, true);
  }

  /** So many requests. */
  static EdgeLimits requestsInAll(int requests) {
    return limits(PLENTY, PLENTY, requests, true);
  }

  /** One of everything, for whoever is not on loopback. */
  static EdgeLimits exceptLoopback() {
    return limits(1, 1, 1, false);
  }

  private static EdgeLimits limits(int atATime, int connects, int requests, boolean loopbackToo) {
    RateLimiter rates =
        new RateLimiter(
            Map.of(
                RateLimit.CONNECT, new Rate(connects, Duration.ofDays(1)),
                RateLimit.REQUEST, new Rate(requests, Duration.ofDays(1))),
            new LocalBuckets(() -> 0),
            null);
    return new EdgeLimits(
        new ConnectionLimit(atATime, loopbackToo, rates), new RequestLimit(rates, loopbackToo));
  }
}
