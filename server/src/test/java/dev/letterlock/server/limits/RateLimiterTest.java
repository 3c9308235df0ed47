package dev.letterlock.server.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimiterTest {

  private static final long START = Long.MAX_VALUE - Duration.ofMinutes(5).toNanos();

  // Begins just before the overflow that System.nanoTime allows.
  private final AtomicLong nanos = new AtomicLong(START);
  private final RateLimiter limiter = new RateLimiter(RateLimit.usualRates(), nanos::get);

  @Test
  void grantsTheBurstThenOnePerInterval() {
    for (int i = 0; i < 6; i++) {
      assertThat(take()).as("claim " + i).isZero();
    }
    assertThat(take()).isBetween(599_000L, 600_001L);

    nanos.addAndGet(Duration.ofMinutes(10).plusMillis(1).toNanos());
    assertThat(take()).isZero();
    assertThat(take()).isPositive();
  }

  @Test
  void aRefusedAttemptCostsNothing() {
    for (int i = 0; i < 100; i++) {
      take();
    }
    nanos.addAndGet(Duration.ofMinutes(60).plusMillis(1).toNanos());

    for (int i = 0; i < 6; i++) {
      assertThat(take()).isZero();
    }
    assertThat(take()).isPositive();
  }

  @Test
  void retryAfterIsWhenOneIsGranted() {
    for (int i = 0; i < 6; i++) {
      take();
    }
    nanos.addAndGet(Duration.ofSeconds(7).toNanos());
    long wait = take();

    nanos.addAndGet(Duration.ofMillis(wait).toNanos());
    assertThat(take()).isZero();
  }

  @Test
  void subjectsAndLimitsDoNotShare() {
    for (int i = 0; i < 6; i++) {
      take();
    }
    assertThat(limiter.take(RateLimit.CLAIM_PAIR, "others")).isZero();
    assertThat(limiter.take(RateLimit.CLAIM_TARGETS, "pair")).isZero();
  }

  @Test
  void anOperatorLiftsOneLimitAndNoOther() {
    Map<RateLimit, Rate> rates = new EnumMap<>(RateLimit.usualRates());
    rates.put(RateLimit.CLAIM_PAIR, Rate.UNLIMITED);
    RateLimiter lifted = new RateLimiter(rates, nanos::get);
    for (int i = 0; i < 50; i++) {
      assertThat(lifted.take(RateLimit.CLAIM_PAIR, "pair")).isZero();
    }
    for (int i = 0; i < RateLimit.REGISTER.usual().burst(); i++) {
      lifted.take(RateLimit.REGISTER, "192.0.2.1");
    }
    assertThat(lifted.take(RateLimit.REGISTER, "192.0.2.1")).isPositive();
  }

  private long take() {
    return limiter.take(RateLimit.CLAIM_PAIR, "pair");
  }
}
