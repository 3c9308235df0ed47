package dev.letterlock.client.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.letterlock.client.Nobody;
import dev.letterlock.crypto.DeviceEntry;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.OneTimePreKey;
import dev.letterlock.crypto.SignedPreKey;
import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import dev.letterlock.crypto.primitive.Sodium;
import dev.letterlock.testing.SettableClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EnrolmentTest {

  private static final E1 CRYPTO = new E1(Sodium.load());

  private final SettableClock clock = SettableClock.standingNow();
  private FakeAccounts server;
  private ApiClient api;
  private Enrolment enrolment;

  @BeforeEach
  void start() throws IOException {
    server = new FakeAccounts(CRYPTO);
    api = new ApiClient(server.url(), CRYPTO);
    enrolment = new Enrolment(api, CRYPTO, clock);
  }

  @AfterEach
  void stop() {
    api.close();
    server.close();
  }

  @Test
  void enrolsTheFirstDeviceAndAFurtherOneInOneChain() {
    Ed25519KeyPair account = CRYPTO.sodium().signingKeyPair();
    EnrolledDevice first = enrolment.enrol(enrolment.register("ada", "secret"), account, null);
    EnrolledDevice second =
        enrolment.enrol(enrolment.login("ada", "secret"), account, first.list());
    assertThat(second.list().entries())
        .containsExactly(
            DeviceEntry.of(CRYPTO, first.keys().cert()),
            DeviceEntry.of(CRYPTO, second.keys().cert()));
  }

  @Test
  void uploadsPreKeysSignedByTheDevice() {
    Ed25519KeyPair account = CRYPTO.sodium().signingKeyPair();
    EnrolledDevice device = enrolment.enrol(enrolment.register("ada", "secret"), account, null);
    var pair = CRYPTO.sodium().agreementKeyPair();
    SignedPreKey signed =
        SignedPreKey.issue(
            CRYPTO,
            device.keys().signingKey(),
            device.keys().cert().address(),
            1,
            clock.millis(),
            pair.publicKey());
    new Directory(api, device.tokens())
        .upload(
            signed,
            List.of(new OneTimePreKey(2, pair.publicKey())),
            List.of(),
            device.keys().signingKey());
    assertThat(server.oneTimeKeys()).isEqualTo(1);
  }

  @Test
  void tellsTheServersCodeWhenRefused() {
    Ed25519KeyPair account = CRYPTO.sodium().signingKeyPair();
    Ticket forged = new Ticket(FakeAccounts.USER, 9, false, "forged");
    assertThatThrownBy(() -> enrolment.enrol(forged, account, null))
        .isInstanceOfSatisfying(
            ApiException.class,
            refused -> {
              assertThat(refused.status()).isEqualTo(403);
              assertThat(refused.code()).isEqualTo("bad_signature");
            })
        .hasMessageNotContaining("forged");
  }

  @Test
  void refreshesTokensBeforeTheyExpire() {
    Ed25519KeyPair account = CRYPTO.sodium().signingKeyPair();
    AccessTokens tokens =
        enrolment.enrol(enrolment.register("ada", "secret"), account, null).tokens();
    assertThat(tokens.current()).isEqualTo("access-0");
    clock.pass(Duration.ofMinutes(14));
    assertThat(tokens.current()).isEqualTo("access-0");
    clock.pass(Duration.ofSeconds(40));
    assertThat(tokens.current()).isEqualTo("access-1");
    assertThat(tokens.current()).isEqualTo("access-1");
    assertThat(tokens.toString()).doesNotContain("access-", "refresh-");
  }

  /** The refresh token of before is spent, so the next run needs the new one. */
  @Test
  void givesTokensAgainThatCouldNotBeKept() {
    Ed25519KeyPair account = CRYPTO.sodium().signingKeyPair();
    AccessTokens tokens =
        enrolment.enrol(enrolment.register("ada", "secret"), account, null).tokens();
    List<SavedTokens> kept = new ArrayList<>();
    AtomicBoolean full = new AtomicBoolean(true);
    tokens.keepWith(fresh -> {
      if (full.get()) {
        throw new IllegalStateException("disk: full (expected: room)");
      }
      kept.add(fresh);
    });
    clock.pass(Duration.ofHours(1));
    assertThatThrownBy(tokens::current).hasMessageContaining("disk: full");
    assertThatThrownBy(tokens::current).hasMessageContaining("disk: full");
    full.set(false);

    assertThat(tokens.current()).isEqualTo("access-1");

    assertThat(kept).containsExactly(tokens.saved());
  }

  @Test
  void saysWhereNobodyAnswered() {
    try (ApiClient nowhere = new ApiClient(Nobody.url(), CRYPTO)) {
      assertThatThrownBy(() -> new Enrolment(nowhere, CRYPTO, clock).login("ada", "secret"))
          .isInstanceOf(ApiException.class)
          .hasMessageContaining("no server answers at " + Nobody.url());
    }
  }
}
