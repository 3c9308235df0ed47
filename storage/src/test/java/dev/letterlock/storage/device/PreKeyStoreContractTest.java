package dev.letterlock.storage.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.storage.Samples;
import dev.letterlock.storage.StoreContract;
import dev.letterlock.storage.device.PreKeyStore.UploadResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PreKeyStoreContractTest extends StoreContract {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final DeviceAddress target = Samples.device();
  private final DeviceAddress requester = Samples.device();
  private PreKeyStore preKeys;

  @BeforeEach
  void open() {
    preKeys = stores().preKeys();
  }

  @Test
  void countsWhatIsLeft() {
    assertThat(preKeys.counts(target)).isEqualTo(new PreKeyCounts(0, 0, null, false));
    upload(Samples.preKeys(3, 2));
    assertThat(preKeys.counts(target)).isEqualTo(new PreKeyCounts(3, 2, NOW, true));
    claim(PreKeyClaim.TAKE_ANY);
    assertThat(preKeys.counts(target)).isEqualTo(new PreKeyCounts(2, 1, NOW, true));
  }

  @Test
  void handsOutOneTimeKeysInOrderAndThenTheLastResort() {
    PreKeyUpload keys = Samples.preKeys(2, 1);
    upload(keys);

    assertThat(claim(PreKeyClaim.TAKE_ANY)).isEqualTo(bundle(keys, 0, keys.kemOneTime().get(0)));
    assertThat(claim(PreKeyClaim.TAKE_ANY)).isEqualTo(bundle(keys, 1, lastResort(keys)));
    ClaimedPreKeys spare = new ClaimedPreKeys(signed(keys), null, lastResort(keys), false);
    assertThat(claim(PreKeyClaim.TAKE_ANY)).isEqualTo(spare);
  }

  @Test
  void hasNoBundleForADeviceWithoutASignedKey() {
    PreKeyUpload oneTimeOnly = new PreKeyUpload(null, Samples.keys(36, 1), List.of(), null);
    assertThat(preKeys.claim(request(PreKeyClaim.TAKE_ANY))).isEmpty();
    upload(oneTimeOnly);
    assertThat(preKeys.claim(request(PreKeyClaim.TAKE_ANY))).isEmpty();
    assertThat(preKeys.counts(target).oneTime()).isEqualTo(1);
  }

  @Test
  void leavesTheReserveAlone() {
    upload(Samples.preKeys(3, 3));

    assertThat(claim(2).oneTime()).isNotNull();
    assertThat(claim(2).oneTime()).isNull();
    assertThat(claim(PreKeyClaim.TAKE_NONE).oneTime()).isNull();
    assertThat(preKeys.counts(target)).isEqualTo(new PreKeyCounts(2, 2, NOW, true));
    assertThat(claim(PreKeyClaim.TAKE_ANY).oneTime()).isNotNull();
  }

  @Test
  void forgetsTheOneTimeKeysOfAllAndTakesThemNoMore() {
    PreKeyUpload keys = Samples.preKeys(3, 3);
    upload(keys);

    preKeys.forgetOneTime();

    assertThat(preKeys.counts(target)).isEqualTo(new PreKeyCounts(0, 0, NOW, true));
    ClaimedPreKeys spare = new ClaimedPreKeys(signed(keys), null, lastResort(keys), false);
    assertThat(claim(PreKeyClaim.TAKE_ANY)).isEqualTo(spare);
    PreKeyUpload again = new PreKeyUpload(null, keys.oneTime().subList(0, 1), List.of(), null);
    assertThat(preKeys.upload(target, again, NOW)).isEqualTo(UploadResult.ID_REUSED);
  }

  @Test
  void answersARepeatedRequestWithoutTakingAnotherKey() {
    upload(Samples.preKeys(3, 3));
    PreKeyClaim request = request(PreKeyClaim.TAKE_ANY);

    assertThat(preKeys.claim(request)).isEqualTo(preKeys.claim(request));
    assertThat(preKeys.counts(target).oneTime()).isEqualTo(2);
  }

  @Test
  void saysOnceThatTheOneTimeKeysRunLow() {
    upload(Samples.preKeys(PreKeyStore.LOW_ONE_TIME + 1, 0));
    assertThat(claim(PreKeyClaim.TAKE_ANY).runsLow()).isFalse();
    PreKeyClaim last = request(PreKeyClaim.TAKE_ANY);
    assertThat(preKeys.claim(last).orElseThrow().runsLow()).isTrue();
    assertThat(preKeys.claim(last).orElseThrow().runsLow()).as("repeated").isFalse();
    assertThat(claim(PreKeyClaim.TAKE_ANY).runsLow()).isFalse();

    upload(new PreKeyUpload(null, Samples.keys(36, 2), List.of(), null));
    assertThat(claim(PreKeyClaim.TAKE_NONE).runsLow()).isFalse();
    assertThat(claim(PreKeyClaim.TAKE_ANY).runsLow()).as("a second time below").isTrue();
  }

  @Test
  void saysOnceThatTheKemKeysRunLow() {
    upload(Samples.preKeys(0, PreKeyStore.LOW_KEM_ONE_TIME + 1));
    assertThat(claim(PreKeyClaim.TAKE_ANY).runsLow()).isFalse();
    assertThat(claim(PreKeyClaim.TAKE_ANY).runsLow()).isTrue();
    assertThat(claim(PreKeyClaim.TAKE_ANY).runsLow()).isFalse();
  }

  @Test
  void exactlyOneOfManyParallelClaimsSaysThatKeysRunLow() throws Exception {
    upload(Samples.preKeys(PreKeyStore.LOW_ONE_TIME + 10, 0));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<ClaimedPreKeys>> takers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        takers.add(threads.submit(() -> claim(PreKeyClaim.TAKE_ANY)));
      }
      int said = 0;
      for (Future<ClaimedPreKeys> taker : takers) {
        said += taker.get().runsLow() ? 1 : 0;
      }
      assertThat(said).isOne();
    }
  }

  @Test
  void neverHandsOneKeyToTwoOf64ParallelTakers() throws Exception {
    PreKeyUpload keys = Samples.preKeys(50, 40);
    upload(keys);
    List<ClaimedPreKeys> bundles = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<ClaimedPreKeys>> takers = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        takers.add(threads.submit(() -> claim(PreKeyClaim.TAKE_ANY)));
      }
      for (Future<ClaimedPreKeys> taker : takers) {
        bundles.add(taker.get());
      }
    }
    List<OpaqueBytes> oneTime =
        bundles.stream().map(ClaimedPreKeys::oneTime).filter(Objects::nonNull).toList();
    assertThat(oneTime).containsExactlyInAnyOrderElementsOf(keys.oneTime());
    assertThat(bundles)
        .extracting(ClaimedPreKeys::kem)
        .filteredOn(kem -> !lastResort(keys).equals(kem))
        .containsExactlyInAnyOrderElementsOf(keys.kemOneTime());
  }

  @Test
  void addsToWhatIsThereAndReplacesTheSignedKey() {
    PreKeyUpload first = Samples.preKeys(1, 1);
    PreKeyUpload second = Samples.preKeys(1, 1);
    upload(first);
    assertThat(preKeys.upload(target, second, NOW.plusSeconds(5))).isEqualTo(UploadResult.STORED);

    assertThat(preKeys.counts(target)).isEqualTo(new PreKeyCounts(2, 2, NOW.plusSeconds(5), true));
    assertThat(claim(PreKeyClaim.TAKE_ANY).signed()).isEqualTo(second.signed());
  }

  @Test
  void storesARepeatedUploadOnce() {
    PreKeyUpload keys = Samples.preKeys(2, 1);
    upload(keys);
    claim(PreKeyClaim.TAKE_ANY);
    upload(keys);
    assertThat(preKeys.counts(target)).isEqualTo(new PreKeyCounts(1, 0, NOW, true));
  }

  @Test
  void refusesAnIdThatWasUsedEvenWhenItsKeyIsGone() {
    PreKeyUpload keys = Samples.preKeys(1, 1);
    upload(keys);
    claim(PreKeyClaim.TAKE_ANY);
    OpaqueBytes sameId = withIdOf(keys.oneTime().getFirst());
    PreKeyUpload reused = new PreKeyUpload(null, List.of(sameId), List.of(), null);
    OpaqueBytes fresh = Samples.bytes(36);
    PreKeyUpload twice = new PreKeyUpload(null, List.of(fresh, fresh), List.of(), null);
    PreKeyUpload kem = new PreKeyUpload(null, List.of(), keys.kemOneTime(), null);

    assertThat(preKeys.upload(target, reused, NOW)).isEqualTo(UploadResult.ID_REUSED);
    assertThat(preKeys.upload(target, twice, NOW)).isEqualTo(UploadResult.ID_REUSED);
    assertThat(preKeys.upload(target, kem, NOW)).isEqualTo(UploadResult.ID_REUSED);
    assertThat(preKeys.counts(target)).isEqualTo(new PreKeyCounts(0, 0, NOW, true));
  }

  @Test
  void takesTheCurrentSignedKeyAlongWithNewOnes() {
    PreKeyUpload keys = Samples.preKeys(0, 0);
    upload(keys);
    upload(new PreKeyUpload(keys.signed(), Samples.keys(36, 2), List.of(), keys.kemLastResort()));
    assertThat(preKeys.counts(target)).isEqualTo(new PreKeyCounts(2, 0, NOW, true));
  }

  @Test
  void keepsABoundedNumberOfKeys() {
    upload(Samples.preKeys(PreKeyStore.MAX_ONE_TIME, PreKeyStore.MAX_KEM_ONE_TIME));
    PreKeyUpload plain = new PreKeyUpload(null, Samples.keys(36, 1), List.of(), null);
    PreKeyUpload kem = new PreKeyUpload(null, List.of(), Samples.keys(1261, 1), null);

    assertThat(preKeys.upload(target, plain, NOW)).isEqualTo(UploadResult.TOO_MANY);
    assertThat(preKeys.upload(target, kem, NOW)).isEqualTo(UploadResult.TOO_MANY);
    claim(PreKeyClaim.TAKE_ANY);
    assertThat(preKeys.upload(target, plain, NOW)).isEqualTo(UploadResult.STORED);
  }

  @Test
  void forgetsTheKeysOfADeviceButNotTheirIds() {
    PreKeyUpload keys = Samples.preKeys(2, 2);
    upload(keys);
    preKeys.forget(target);

    assertThat(preKeys.claim(request(PreKeyClaim.TAKE_ANY))).isEmpty();
    PreKeyUpload again = new PreKeyUpload(null, keys.oneTime(), List.of(), null);
    assertThat(preKeys.upload(target, again, NOW)).isEqualTo(UploadResult.ID_REUSED);
  }

  private void upload(PreKeyUpload keys) {
    assertThat(preKeys.upload(target, keys, NOW)).isEqualTo(UploadResult.STORED);
  }

  private ClaimedPreKeys claim(int reserve) {
    return preKeys.claim(request(reserve)).orElseThrow();
  }

  private PreKeyClaim request(int reserve) {
    return new PreKeyClaim(requester, target, Samples.request(), reserve);
  }

  private static ClaimedPreKeys bundle(PreKeyUpload keys, int oneTime, OpaqueBytes kem) {
    return new ClaimedPreKeys(signed(keys), keys.oneTime().get(oneTime), kem, false);
  }

  private static OpaqueBytes signed(PreKeyUpload keys) {
    return Objects.requireNonNull(keys.signed());
  }

  private static OpaqueBytes lastResort(PreKeyUpload keys) {
    return Objects.requireNonNull(keys.kemLastResort());
  }

  private static OpaqueBytes withIdOf(OpaqueBytes key) {
    byte[] other = Samples.bytes(36).toByteArray();
    System.arraycopy(key.toByteArray(), 0, other, 0, Integer.BYTES);
    return OpaqueBytes.wrap(other);
  }
}
