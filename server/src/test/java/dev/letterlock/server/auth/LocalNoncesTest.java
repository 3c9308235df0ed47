package dev.letterlock.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.storage.NonceStore;
import dev.letterlock.storage.NonceStoreContract;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LocalNoncesTest implements NonceStoreContract {
  private final AtomicLong nanos = new AtomicLong();
  private final LocalNonces nonces = new LocalNonces(nanos::get);

  @Override
  public NonceStore nonces() {
    return nonces;
  }

  @Test
  void livesSixtySeconds() {
    byte[] early = opened();
    byte[] late = opened();

    nanos.addAndGet(Duration.ofMillis(59_900).toNanos());
    assertThat(nonces.spend(USER, early)).isTrue();
    nanos.addAndGet(Duration.ofMillis(200).toNanos());
    assertThat(nonces.spend(USER, late)).isFalse();
  }
}
