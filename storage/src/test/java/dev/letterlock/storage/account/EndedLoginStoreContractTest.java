package dev.letterlock.storage.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.storage.StoreContract;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EndedLoginStoreContractTest extends StoreContract {
  private static final Instant NOW = Instant.parse("2100-01-01T00:00:00Z");
  private static final Instant LATER = NOW.plusSeconds(1);

  private final UUID login = UUID.randomUUID();
  private EndedLoginStore logins;

  @BeforeEach
  void open() {
    logins = stores().endedLogins();
  }

  @Test
  void knowsALoginUntilItsTokensHaveExpired() {
    logins.add(login, LATER);

    assertThat(logins.at(NOW)).contains(login);
    assertThat(logins.at(LATER)).doesNotContain(login);
  }

  @Test
  void takesALoginTwice() {
    logins.add(login, NOW);
    logins.add(login, LATER);

    assertThat(logins.at(NOW)).containsOnlyOnce(login);
  }

  @Test
  void forgetsThoseWhoseTokensHaveExpired() {
    UUID lasting = UUID.randomUUID();
    logins.add(login, NOW);
    logins.add(lasting, LATER);

    assertThat(logins.expire(NOW)).isPositive();

    assertThat(logins.at(Instant.EPOCH)).contains(lasting).doesNotContain(login);
  }
}
