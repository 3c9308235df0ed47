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
  CONNECT(2000, Duration.ofMillis(20), WhenAway.NEVER_SHARED, "Connections opened by one address"),
  REQUEST(4000, Duration.ofMillis(10), WhenAway.NEVER_SHARED, "HTTP requests from one address"),
  REGISTER(20, Duration.ofMinutes(3), WhenAway.COUNT_ALONE, "New accounts from one address"),
  LOGIN_FROM(30, Duration.ofSeconds(10), WhenAway.COUNT_ALONE, "Logins from one address"),
  REFRESH(120, Duration.ofSeconds(1), WhenAway.COUNT_ALONE, "Token refreshes from one address"),
  LOGIN_AS(
      10, Duration.ofMinutes(1), WhenAway.COUNT_ALONE, "Logins under one name, right or wrong"),
  USER_LOOKUP(60, Duration.ofSeconds(5), WhenAway.COUNT_ALONE, "Names looked up by one user"),
  LIST_READ(600, Duration.ofMillis(500), WhenAway.COUNT_ALONE, "Device lists read by one user"),
  BLOB_WRITE(
      300,
      Duration.ofMillis(100),
      WhenAway.COUNT_ALONE,
      "Uploads begun, continued, completed or deleted by one user"),
  BLOB_READ(600, Duration.ofMillis(100), WhenAway.COUNT_ALONE, "Blobs fetched by one user"),
  LINK(
      10, Duration.ofMinutes(1), WhenAway.COUNT_ALONE, "Linkings of new devices begun by one user"),
  LINK_READ(
      600,
      Duration.ofMillis(500),
      WhenAway.COUNT_ALONE,
      "Looks into mailboxes of links by one user"),
  NONCE(30, Duration.ofSeconds(2), WhenAway.REFUSE, "Nonces for one user"),
  KEY_CHANGE(30, Duration.ofMinutes(1), WhenAway.REFUSE, "Key and list changes by one user"),
  CLAIM_PAIR(
      6, Duration.ofMinutes(10), WhenAway.REFUSE, "Claims from one device on one target device"),
  CLAIM_TARGETS(
      200, Duration.ofSeconds(18), WhenAway.REFUSE, "Target devices claimed by one device"),
  CLAIM_DRAIN(
      60,
      Duration.ofMinutes(1),
      WhenAway.REFUSE,
      "One-time keys taken from one device; beyond it the answer goes without");

  /** What happens while the buckets that servers share are away. */
  public enum WhenAway {
    /** Each server counts by itself, so people can get in, at most as often at each of them. */
    COUNT_ALONE,
    /** It is refused as whatever needs the store is, because there is no use in it without. */
    REFUSE,
    /** Each server counts by itself at all times: it is asked where nothing may wait. */
    NEVER_SHARED
  }

  @SuppressWarnings("ImmutableEnumChecker") // a value class
  private final Rate usual;

  private final WhenAway whenAway;
  private final String meaning;

  RateLimit(int burst, Duration interval, WhenAway whenAway, String meaning) {
    this.usual = new Rate(burst, interval);
    this.whenAway = whenAway;
    this.meaning = meaning;
  }

  /** Unless the operator chose another. */
  public Rate usual() {
    return usual;
  }

  public WhenAway whenAway() {
    return whenAway;
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
