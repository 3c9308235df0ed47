package dev.letterlock.server.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.letterlock.server.config.value.Rates;
import dev.letterlock.storage.StoreUnavailableException;
import dev.letterlock.storage.TokenBuckets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RateLimiterTest {

  private static final long START = Long.MAX_VALUE - Duration.ofMinutes(5).toNanos();

  // Begins just before the overflow that System.nanoTime allows.
  private final AtomicLong nanos = new AtomicLong(START);
  private final RateLimiter limiter = limiter(RateLimit.usualRates(), null);

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
    assertThat(limiter.take(RateLimit.CLAIM_PAIR, Subject.named("others"))).isZero();
    assertThat(limiter.take(RateLimit.CLAIM_TARGETS, Subject.named("pair"))).isZero();
  }

  @Test
  void anOperatorLiftsOneLimitAndNoOther() {
    Map<RateLimit, Rate> rates = new EnumMap<>(RateLimit.usualRates());
    rates.put(RateLimit.CLAIM_PAIR, Rate.UNLIMITED);
    RateLimiter lifted = limiter(rates, null);
    for (int i = 0; i < 50; i++) {
      assertThat(lifted.take(RateLimit.CLAIM_PAIR, Subject.named("pair"))).isZero();
    }
    for (int i = 0; i < RateLimit.REGISTER.usual().burst(); i++) {
      lifted.take(RateLimit.REGISTER, Subject.named("192.0.2.1"));
    }
    assertThat(lifted.take(RateLimit.REGISTER, Subject.named("192.0.2.1"))).isPositive();
  }

  @Test
  void countsWithAllServersWhereTheyShareBuckets() {
    TokenBuckets shared = new LocalBuckets(nanos::get);
    RateLimiter one = limiter(RateLimit.usualRates(), shared);
    RateLimiter other = limiter(RateLimit.usualRates(), shared);
    for (int i = 0; i < RateLimit.CLAIM_PAIR.usual().burst(); i++) {
      one.take(RateLimit.CLAIM_PAIR, Subject.named("pair"));
    }

    assertThat(other.take(RateLimit.CLAIM_PAIR, Subject.named("pair"))).isPositive();
    assertThat(other.take(RateLimit.CLAIM_PAIR, Subject.named("others"))).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void countsAloneOrRefusesWhileTheBucketsAreAway(RateLimit limit) {
    RateLimiter left = limiter(RateLimit.usualRates(), RateLimiterTest::away);
    ThrowingCallable take = () -> left.take(limit, Subject.named("one"));

    switch (limit.whenAway()) {
      case REFUSE -> assertThatThrownBy(take).isInstanceOf(StoreUnavailableException.class);
      case COUNT_ALONE, NEVER_SHARED -> {
        for (int i = 0; i < limit.usual().burst(); i++) {
          assertThat(left.take(limit, Subject.named("one"))).isZero();
        }
        assertThat(left.take(limit, Subject.named("one"))).isPositive();
      }
    }
  }

  @Test
  void operatorsCanReadAllOfThem() throws IOException {
    String page = Files.readString(Path.of("../docs/OPERATIONS.md"));
    String rows =
        Stream.of(RateLimit.values()).map(RateLimiterTest::row).collect(Collectors.joining());

    assertThat(page).contains("|---|---|---|---|---|\n" + rows);
  }

  private static String row(RateLimit limit) {
    return "| `LIMIT_%s` | %s | `%s` | %s |\n"
        .formatted(
            limit.name(), limit.meaning(), Rates.text(limit.usual()), words(limit.whenAway()));
  }

  private static String words(RateLimit.WhenAway whenAway) {
    return switch (whenAway) {
      case COUNT_ALONE -> "yes | open: each server counts by itself";
      case REFUSE -> "yes | closed: `unavailable`, in a session `UNAVAILABLE`";
      case NEVER_SHARED -> "no | as always";
    };
  }

  private static long away(String name, int burst, Duration interval) {
    throw new StoreUnavailableException("buckets: away", new IOException("nobody there"));
  }

  private RateLimiter limiter(Map<RateLimit, Rate> rates, @Nullable TokenBuckets shared) {
    return new RateLimiter(rates, new LocalBuckets(nanos::get), shared);
  }

  private long take() {
    return limiter.take(RateLimit.CLAIM_PAIR, Subject.named("pair"));
  }
}
