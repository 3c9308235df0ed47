package dev.letterlock.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.cluster.Announcements;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RevocationsTest {

  private static final UUID FAMILY = new UUID(3, 4);

  private final AtomicLong nanos = new AtomicLong();
  private final Revocations revocations = new Revocations(nanos::get, Announcements.NOBODY);

  @Test
  void coversTheTokensOfAnEndedLoginOnly() {
    assertThat(revocations.covers(claims(FAMILY))).isFalse();

    revocations.endFamily(FAMILY);

    assertThat(revocations.covers(claims(FAMILY))).isTrue();
    assertThat(revocations.covers(claims(new UUID(5, 6)))).isFalse();
  }

  @Test
  void coversEveryLoginOfAnEndedDeviceOrUser() {
    TokenClaims claims = claims(FAMILY);

    revocations.endDevice(new DeviceAddress(new UserId(1, 2), 2));
    assertThat(revocations.covers(claims)).isFalse();
    revocations.endDevice(claims.address());
    assertThat(revocations.covers(claims)).isTrue();

    Revocations others = new Revocations(nanos::get, Announcements.NOBODY);
    others.endUser(claims.user());
    assertThat(others.covers(claims)).isTrue();
  }

  @Test
  void forgetsOnceEveryTokenHasExpired() {
    revocations.endFamily(FAMILY);
    nanos.addAndGet(TokenLives.LONGEST.plus(Duration.ofSeconds(1)).toNanos());

    assertThat(revocations.covers(claims(FAMILY))).isFalse();
  }

  private static TokenClaims claims(UUID family) {
    return new TokenClaims(TokenType.ACCESS, new UserId(1, 2), 1, 7, family, "id", 0);
  }
}
