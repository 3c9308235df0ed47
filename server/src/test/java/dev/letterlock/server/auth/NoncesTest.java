package dev.letterlock.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.protocol.id.UserId;
import org.junit.jupiter.api.Test;

class NoncesTest {
  private static final UserId USER = new UserId(1, 2);

  private final Nonces nonces = new Nonces(new LocalNonces(() -> 0));

  @Test
  void areOpenAndAllDifferent() {
    byte[] one = nonces.issue(USER);
    byte[] other = nonces.issue(USER);

    assertThat(one).hasSize(32).isNotEqualTo(other);
    assertThat(nonces.spend(USER, one)).isTrue();
    assertThat(nonces.spend(USER, other)).isTrue();
  }

  @Test
  void areNotChangedByWhoeverGotOne() {
    byte[] nonce = nonces.issue(USER);
    byte[] kept = nonce.clone();
    nonce[0]++;

    assertThat(nonces.spend(USER, kept)).isTrue();
  }
}
