package dev.letterlock.storage.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.storage.Samples;
import dev.letterlock.storage.StoreContract;
import dev.letterlock.storage.account.RefreshTokenStore.Ended;
import dev.letterlock.storage.account.RefreshTokenStore.Refused;
import dev.letterlock.storage.account.RefreshTokenStore.Reused;
import dev.letterlock.storage.account.RefreshTokenStore.RotateResult;
import dev.letterlock.storage.account.RefreshTokenStore.Rotated;
import dev.letterlock.storage.mongo.MongoStores;
import dev.letterlock.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RefreshTokenStoreContractTest extends StoreContract {
  private static final Instant LATER = Instant.parse("2100-01-01T00:00:00Z");

  private static final Duration A_MONTH = Duration.ofDays(30);

  private final OpaqueBytes first = Samples.bytes(32);
  private final OpaqueBytes second = Samples.bytes(32);
  private final OpaqueBytes third = Samples.bytes(32);
  private final TokenFamily family = family(Samples.device(), LATER);
  private final SettableClock clock = SettableClock.running();
  private MongoStores stores;
  private RefreshTokenStore tokens;

  @BeforeEach
  void open() {
    stores = stores(clock);
    tokens = stores.refreshTokens();
  }

  @AfterEach
  void close() {
    stores.close();
  }

  @Test
  void exchangesEachTokenForTheNext() {
    tokens.create(family, first);
    TokenFamily prolonged =
        new TokenFamily(family.id(), family.device(), family.registration(), LATER.plusSeconds(60));

    assertThat(tokens.rotate(first, second, LATER)).isEqualTo(new Rotated(family));
    assertThat(tokens.rotate(second, third, LATER.plusSeconds(60)))
        .isEqualTo(new Rotated(prolonged));
    assertThat(tokens.byDevice(family.device())).contains(prolonged);
  }

  /** The answer with the successor got lost, or nobody is there any more who could use it. */
  @Test
  void exchangesTheTokenOfTheLastExchangeAgainAsLongAsItIsGood() {
    tokens.create(family(family.device(), clock.instant().plus(A_MONTH)), first);
    tokens.rotate(first, second, LATER);
    clock.pass(A_MONTH.minusMinutes(1));

    assertThat(tokens.rotate(first, third, LATER)).isInstanceOf(Rotated.class);
    clock.pass(Duration.ofMinutes(2));
    assertThat(tokens.rotate(first, Samples.bytes(32), LATER)).isEqualTo(new Ended());
    assertThat(tokens.rotate(third, Samples.bytes(32), LATER)).isInstanceOf(Rotated.class);
  }

  /** Else two who hold copies of one token could live side by side. */
  @Test
  void endsTheFamilyWhenASuccessorThatWasReplacedComesYet() {
    tokens.create(family, first);
    tokens.rotate(first, second, LATER);
    tokens.rotate(first, third, LATER);

    assertThat(tokens.rotate(second, Samples.bytes(32), LATER)).isEqualTo(new Reused(family));
    assertThat(tokens.rotate(third, Samples.bytes(32), LATER)).isEqualTo(new Ended());
    assertThat(tokens.byDevice(family.device())).isEmpty();
  }

  @Test
  void endsTheFamilyWhenATokenComesAgainWhoseSuccessorIsInUse() {
    tokens.create(family, first);
    tokens.rotate(first, second, LATER);
    assertThat(use(second)).isTrue();

    assertThat(tokens.rotate(first, third, LATER)).isEqualTo(new Reused(family));
    assertThat(tokens.rotate(second, third, LATER)).isEqualTo(new Ended());
    assertThat(tokens.byDevice(family.device())).isEmpty();
  }

  /** Its access token is still good for some minutes and may be presented beside the new one. */
  @Test
  void takesTheUseOfATokenThatWasExchangedForNothing() {
    tokens.create(family, first);
    tokens.rotate(first, second, LATER);

    assertThat(use(first)).isTrue();

    assertThat(tokens.rotate(first, third, LATER)).isEqualTo(new Rotated(family));
  }

  @Test
  void endsTheFamilyWhenATokenIsUsedThatWasReplacedUnused() {
    tokens.create(family, first);
    tokens.rotate(first, second, LATER);
    tokens.rotate(first, third, LATER);

    assertThat(use(second)).isFalse();

    assertThat(tokens.byDevice(family.device())).isEmpty();
    assertThat(tokens.rotate(third, Samples.bytes(32), LATER)).isEqualTo(new Ended());
    assertThat(use(second)).isTrue();
  }

  @Test
  void endsTheFamilyWhenATokenComesAgainWhoseSuccessorWasUsed() {
    tokens.create(family, first);
    tokens.rotate(first, second, LATER);
    tokens.rotate(second, third, LATER);

    assertThat(tokens.rotate(first, Samples.bytes(32), LATER)).isEqualTo(new Reused(family));
    assertThat(tokens.rotate(third, Samples.bytes(32), LATER)).isEqualTo(new Ended());
  }

  @Test
  void exchangesNothingOfAFamilyThatHasEnded() {
    tokens.create(family, first);
    tokens.rotate(first, second, LATER);
    tokens.revokeDevice(family.device());

    assertThat(tokens.rotate(first, third, LATER)).isEqualTo(new Ended());
    assertThat(tokens.rotate(second, third, LATER)).isEqualTo(new Ended());
  }

  @Test
  void leavesOneGoodTokenHoweverManyAskAtOnce() throws Exception {
    tokens.create(family, first);
    List<OpaqueBytes> successors = Stream.generate(() -> Samples.bytes(32)).limit(8).toList();
    List<RotateResult> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<RotateResult>> calls = new ArrayList<>();
      for (OpaqueBytes successor : successors) {
        calls.add(threads.submit(() -> tokens.rotate(first, successor, LATER)));
      }
      for (Future<RotateResult> call : calls) {
        results.add(call.get());
      }
    }

    assertThat(results).containsOnly(new Rotated(family));
    assertThat(successors)
        .map(successor -> tokens.rotate(successor, Samples.bytes(32), LATER))
        .filteredOn(Rotated.class::isInstance)
        .hasSizeLessThanOrEqualTo(1);
    assertThat(tokens.byDevice(family.device())).isEmpty();
  }

  @Test
  void tellsTokensOfAnExpiredFamilyFromUnknownOnes() {
    TokenFamily expired = family(Samples.device(), Instant.now().minusSeconds(1));
    tokens.create(expired, first);

    assertThat(tokens.rotate(second, third, LATER)).isEqualTo(new Refused());
    assertThat(tokens.rotate(first, third, LATER)).isEqualTo(new Ended());
    assertThat(tokens.byDevice(expired.device())).isEmpty();
  }

  @Test
  void endsTheFormerFamilyOfADeviceThatBeginsANewOne() {
    tokens.create(family, first);
    TokenFamily next = family(family.device(), LATER);
    tokens.create(next, second);

    assertThat(tokens.rotate(first, third, LATER)).isEqualTo(new Ended());
    assertThat(tokens.byDevice(family.device())).contains(next);
  }

  @Test
  void revokesTheFamilyThatIsNamedAndNoOther() {
    tokens.create(family, first);

    assertThat(tokens.revoke(family.device(), UUID.randomUUID())).isFalse();
    assertThat(tokens.byDevice(family.device())).contains(family);
    assertThat(tokens.revoke(family.device(), family.id())).isTrue();
    assertThat(tokens.byDevice(family.device())).isEmpty();
  }

  @Test
  void revokesADeviceOrAllDevicesOfAUser() {
    DeviceAddress other = new DeviceAddress(family.device().user(), -1);
    DeviceAddress stranger = Samples.device();
    tokens.create(family, first);
    tokens.create(family(other, LATER), second);
    tokens.create(family(stranger, LATER), third);

    tokens.revokeDevice(family.device());
    assertThat(tokens.byDevice(family.device())).isEmpty();
    assertThat(tokens.byDevice(other)).isPresent();
    tokens.revokeUser(other.user());
    assertThat(tokens.byDevice(other)).isEmpty();
    assertThat(tokens.byDevice(stranger)).isPresent();
  }

  @Test
  void forgetsWhatHasExpired() {
    tokens.create(family(Samples.device(), Instant.EPOCH), first);
    tokens.create(family, second);

    assertThat(tokens.expire(Instant.EPOCH.plusSeconds(1))).isEqualTo(1);
    assertThat(tokens.byDevice(family.device())).contains(family);
  }

  private boolean use(OpaqueBytes token) {
    return tokens.use(family.device(), family.id(), token);
  }

  private static TokenFamily family(DeviceAddress device, Instant expires) {
    return new TokenFamily(UUID.randomUUID(), device, 7, expires);
  }
}
