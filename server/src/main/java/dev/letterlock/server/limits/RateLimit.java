package dev.letterlock.server.limits;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * Everything whose rate is limited, with the usual rate; each is a configuration key, {@code
 * LIMIT_} and the name.
 */
public enum RateLimit {
  REGISTER(20, Duration.ofMinutes(3), "New accounts from one address"),
  LOGIN_FROM(30, Duration.ofSeconds(10), "Logins from one address"),
  REFRESH(120, Duration.ofSeconds(1), "Token refreshes from one address"),
  LOGIN_AS(10, Duration.ofMinutes(1), "Logins under one name, right or wrong"),
  USER_LOOKUP(60, Duration.ofSeconds(5), "Names looked up by one user"),
  LIST_READ(600, Duration.ofMillis(500), "Device lists read by one user"),
  NONCE(30, Duration.ofSeconds(2), "Nonces for one user"),
  KEY_CHANGE(30, Duration.ofMinutes(1), "Key and list changes by one user"),
  CLAIM_PAIR(6, Duration.ofMinutes(10), "Claims from one device on one target device"),
  CLAIM_TARGETS(200, Duration.ofSeconds(18), "Target devices claimed by one device"),
  CLAIM_DRAIN(
      60,
      Duration.ofMinutes(1),
      "One-time keys taken from one device; beyond it the answer goes without");

  @SuppressWarnings("ImmutableEnumChecker") // a value class
  private final Rate usual;

  private final String meaning;

  RateLimit(int burst, Duration interval, String meaning) {
    this.usual = new Rate(burst, interval);
    this.meaning = meaning;
  }

  /** Unless the operator chose another. */
  public Rate usual() {
    return usual;
  }

  /** What is counted, in plain words. */
  public String meaning() {
    return meaning;
  }

  /** All of them at their usual rates. */
  public static Map<RateLimit, Rate> usualRates() {
    Map<RateLimit, Rate> rates = new EnumMap<>(RateLimit.class);
    for (RateLimit limit : values()) {
      rates.put(limit, limit.usual);
    }
    return Collections.unmodifiableMap(rates);
  }
}
