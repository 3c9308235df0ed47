package dev.letterlock.server.cluster;

import java.time.Duration;

/**
 * How long a server's lease lasts.
 *
 * @param life after the last renewal; then anybody may take it
 * @param renewal between two renewals, several of which fit into a life
 */
public record LeaseTimes(Duration life, Duration renewal) {
  public static final LeaseTimes DEFAULT =
      new LeaseTimes(Duration.ofSeconds(15), Duration.ofSeconds(5));
}
