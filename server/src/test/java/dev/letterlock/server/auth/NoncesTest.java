package dev.letterlock.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.protocol.id.UserId;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class NoncesTest {

  private static final UserId USER = new UserId(1, 2);

  private final AtomicLong nanos = new AtomicLong();
  private final Nonces nonces = new Nonces(nanos::get);

  @Test
  void isGoodOnce() {
    byte[] nonce = nonces.issue(USER);

    assertThat(nonce).hasSize(32);
    assertThat(nonces.spend(USER, nonce)).isTrue();
    assertThat(nonces.spend(USER, nonce)).isFalse();
  }

  @Test
  void isGoodForItsUserOnlyAndSpentByAWrongOne() {
    byte[] nonce = nonces.issue(USER);

    assertThat(nonces.spend(new UserId(1, 3), nonce)).isFalse();
    assertThat(nonces.spend(USER, nonce)).isFalse();
  }

  @Test
  void livesSixtySeconds() {
    byte[] early = nonces.issue(USER);
    byte[] late = nonces.issue(USER);

    nanos.addAndGet(Duration.ofMillis(59_900).toNanos());
    assertThat(nonces.spend(USER, early)).isTrue();
    nanos.addAndGet(Duration.ofMillis(200).toNanos());
    assertThat(nonces.spend(USER, late)).isFalse();
  }

  @Test
  void refusesWhatItNeverIssued() {
    assertThat(nonces.spend(USER, new byte[32])).isFalse();
    assertThat(nonces.spend(USER, new byte[0])).isFalse();
  }
}
