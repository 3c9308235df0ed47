package dev.letterlock.crypto.e2ee.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.Label;
import dev.letterlock.crypto.primitive.Hash32;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RetryLedgerTest {

  private static final Instant NOW = Instant.parse("2023-11-14T22:13:20Z");
  private static final Duration DAY = Duration.ofDays(1);

  private final E1 e1 = Phone.E1_OF_TESTS;

  @Test
  void allowsThreeRetriesADay() {
    RetryLedger ledger = afterThree();

    assertThat(ledger.count(id(4), NOW.plus(DAY).minusMillis(1))).isEmpty();
    assertThat(ledger.count(id(4), NOW.plus(DAY))).isPresent();
  }

  /** Else nothing could be asked for before the time that the clock told wrongly. */
  @Test
  void countsNothingThatAClockFarAheadTold() {
    RetryLedger ledger = afterThree();

    assertThat(ledger.count(id(4), NOW.minus(DAY))).isEmpty();
    assertThat(ledger.count(id(4), NOW.minus(DAY).minusMillis(1))).isPresent();
    Instant corrected = NOW.minus(Duration.ofDays(365));
    RetryLedger next = ledger.count(id(1), corrected).orElseThrow();
    assertThat(next.entries())
        .containsExactly(new RetryLedger.Entry(id(1), corrected.toEpochMilli()));
  }

  @Test
  void allowsOneRetryForAMessage() {
    RetryLedger ledger = count(RetryLedger.EMPTY, 1);

    assertThat(ledger.count(id(1), NOW.plus(DAY))).isEmpty();
    assertThat(ledger.count(id(1), NOW.plus(RetryLedger.REMEMBERED))).isPresent();
  }

  @Test
  void answersOnlyTheDeviceThatTheMessageWasFor() {
    Hash32 sentTo = e1.hash(Label.DEVICE_CERT_HASH, new byte[1]);
    Hash32 other = e1.hash(Label.DEVICE_CERT_HASH, new byte[2]);

    assertThat(RetryLedger.EMPTY.countAnswer(id(1), sentTo, other, NOW)).isEmpty();
    assertThat(RetryLedger.EMPTY.countAnswer(id(1), sentTo, sentTo, NOW)).isPresent();
    assertThat(afterThree().countAnswer(id(9), sentTo, sentTo, NOW)).isEmpty();
  }

  @Test
  void survivesItsEncoding() {
    assertThat(RetryLedger.decode(afterThree().encode())).isEqualTo(afterThree());
  }

  private static RetryLedger afterThree() {
    return count(count(count(RetryLedger.EMPTY, 1), 2), 3);
  }

  private static RetryLedger count(RetryLedger ledger, long id) {
    return ledger.count(id(id), NOW).orElseThrow();
  }

  private static UUID id(long number) {
    return new UUID(0, number);
  }
}
