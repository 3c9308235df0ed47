package dev.letterlock.server.auth;

import java.time.Duration;

/**
 * How long tokens are good.
 *
 * @param access of a token that a device gets for itself
 * @param refresh of a refresh token that is not exchanged
 */
public record TokenLives(Duration access, Duration refresh) {

  /** Of an enrolment token. */
  public static final Duration ENROLMENT = Duration.ofMinutes(15);

  /** Of any access token, also of one that an operator mints. */
  public static final Duration LONGEST = Duration.ofDays(7);
}
