package dev.letterlock.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RevocationsTest {

  private static final UserId USER = new UserId(1, 2);
  private static final UUID FAMILY = new UUID(3, 4);

  private final AtomicLong nanos = new AtomicLong();
  private final Revocations revocations = new Revocations(Duration.ofMinutes(15), nanos::get);

  @Test
  void coversTheFamilyTheDeviceOrTheUser() {
    assertThat(revocations.covers(claims(1, FAMILY))).isFalse();

    revocations.revokeFamily(FAMILY);
    assertThat(revocations.covers(claims(1, FAMILY))).isTrue();
    assertThat(revocations.covers(claims(1, new UUID(5, 6)))).isFalse();

    revocations.revokeDevice(new DeviceAddress(USER, 1));
    assertThat(revocations.covers(claims(1, new UUID(5, 6)))).isTrue();
    assertThat(revocations.covers(claims(2, new UUID(5, 6)))).isFalse();

    revocations.revokeUser(USER);
    assertThat(revocations.covers(claims(2, new UUID(5, 6)))).isTrue();
  }

  @Test
  void forgetsOnceEveryTokenHasExpired() {
    revocations.revokeFamily(FAMILY);
    nanos.addAndGet(Duration.ofMinutes(16).toNanos());

    assertThat(revocations.covers(claims(1, FAMILY))).isFalse();
  }

  private static TokenClaims claims(int device, UUID family) {
    return new TokenClaims(TokenType.ACCESS, USER, device, 7, family, 0);
  }
}
