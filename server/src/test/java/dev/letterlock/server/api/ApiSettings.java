package dev.letterlock.server.api;

import dev.letterlock.crypto.primitive.PasswordCost;
import dev.letterlock.server.auth.TokenLives;
import dev.letterlock.server.config.value.JwtKey;
import dev.letterlock.server.config.value.Secret;
import dev.letterlock.server.limits.Rate;
import dev.letterlock.server.limits.RateLimit;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What an operator decided about the API.
 *
 * @param jwtKeys the first signs, all verify
 * @param retention devices unseen for longer leave the roster
 */
record ApiSettings(
    List<JwtKey> jwtKeys,
    Secret adminToken,
    TokenLives tokenLives,
    Duration retention,
    boolean registrationOpen,
    Limits limits) {

  public ApiSettings {
    jwtKeys = List.copyOf(jwtKeys);
  }

  /**
   * What callers may use.
   *
   * @param loopbackToo whether limits of addresses also hold for loopback
   * @param rates one for each limit
   * @param passwordHashes computed at the same time
   * @param rosters kept in memory at the same time
   */
  public record Limits(
      boolean loopbackToo,
      Map<RateLimit, Rate> rates,
      PasswordCost passwordCost,
      int passwordHashes,
      long rosters) {}
}
