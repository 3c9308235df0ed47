package dev.letterlock.server.limits;

import java.time.Duration;

/**
 * Every rate of the HTTP API and of claims; {@code docs/OPERATIONS.md} holds the same table. A
 * subject has {@code burst} tokens at most and gets one back each {@code interval}.
 */
public enum RateLimit {
  REGISTER(Subject.ADDRESS, 20, Duration.ofMinutes(3), "New accounts from one address"),
  LOGIN_FROM(Subject.ADDRESS, 30, Duration.ofSeconds(10), "Logins from one address"),
  REFRESH(Subject.ADDRESS, 120, Duration.ofSeconds(1), "Token refreshes from one address"),
  LOGIN_AS(Subject.ACCOUNT, 10, Duration.ofMinutes(1), "Logins under one name, right or wrong"),
  USER_LOOKUP(Subject.ACCOUNT, 60, Duration.ofSeconds(5), "Names looked up by one user"),
  LIST_READ(Subject.ACCOUNT, 600, Duration.ofMillis(500), "Device lists read by one user"),
  NONCE(Subject.ACCOUNT, 30, Duration.ofSeconds(2), "Nonces for one user"),
  KEY_CHANGE(Subject.ACCOUNT, 30, Duration.ofMinutes(1), "Key and list changes by one user"),
  CLAIM_PAIR(
      Subject.ACCOUNT, 6, Duration.ofMinutes(10), "Claims from one device on one target device"),
  CLAIM_TARGETS(
      Subject.ACCOUNT, 200, Duration.ofSeconds(18), "Target devices claimed by one device"),
  CLAIM_DRAIN(
      Subject.ACCOUNT,
      60,
      Duration.ofMinutes(1),
      "One-time keys taken from one device; beyond it the answer goes without");

  /** Whom a rate counts. */
  public enum Subject {
    /** A client address, as seen through trusted proxies; loopback is exempt by default. */
    ADDRESS,
    /** An account or a device, wherever it comes from. */
    ACCOUNT
  }

  private final Subject subject;
  private final int burst;

  @SuppressWarnings("ImmutableEnumChecker") // a value class
  private final Duration interval;

  private final String meaning;

  RateLimit(Subject subject, int burst, Duration interval, String meaning) {
    this.subject = subject;
    this.burst = burst;
    this.interval = interval;
    this.meaning = meaning;
  }

  public Subject subject() {
    return subject;
  }

  /** How many at once after a long rest. */
  public int burst() {
    return burst;
  }

  /** How long one token takes to come back. */
  public Duration interval() {
    return interval;
  }

  /** What is counted, in plain words. */
  public String meaning() {
    return meaning;
  }
}
