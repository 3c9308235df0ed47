package dev.letterlock.crypto.e2ee.prekey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.letterlock.crypto.CipherSuite;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.KemKeyPair;
import dev.letterlock.crypto.KemPreKey;
import dev.letterlock.crypto.SignedPreKey;
import dev.letterlock.crypto.e2ee.trust.TrustedDevice;
import dev.letterlock.crypto.primitive.KeyFault;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import dev.letterlock.crypto.primitive.Sodium;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BundlePolicyTest {

  private static final Instant CREATED = Instant.parse("2023-11-14T22:13:20Z");
  private static final Instant LAST_DAY = CREATED.plus(Duration.ofDays(30));

  private final E1 e1 = new E1(Sodium.load());
  private final OwnDevice bob = VectorDevices.receiver(e1);
  private final TrustedDevice device = VectorDevices.trusted(bob);
  private final PreKeyBundle bundle = VectorDevices.bundle(e1);
  private final BundlePolicy policy = new BundlePolicy(e1, CipherSuite.HYBRID);

  @Test
  void acceptsASignedPreKeyOfThirtyDays() {
    VerifiedBundle verified = policy.verify(device, bundle, LAST_DAY);

    assertThat(verified.suite()).isEqualTo(CipherSuite.HYBRID);
    assertThat(verified.signedPreKey()).isEqualTo(bundle.signedPreKey());
  }

  @Test
  void refusesAnOlderSignedPreKey() {
    assertRefused(BundleFault.SIGNED_PRE_KEY_TOO_OLD, bundle, LAST_DAY.plusMillis(1));
  }

  @Test
  void refusesALastResortKeyOfMoreThanThirtyDays() {
    KemPreKey old = kem(KemPreKey.Kind.LAST_RESORT, CREATED.minusMillis(1).toEpochMilli());

    assertRefused(BundleFault.KEM_PRE_KEY_TOO_OLD, with(bundle.signedPreKey(), old), LAST_DAY);
  }

  @Test
  void acceptsAOneTimeKemKeyOfAnyAge() {
    KemPreKey old = kem(KemPreKey.Kind.ONE_TIME, 1);

    assertThat(policy.verify(device, with(bundle.signedPreKey(), old), LAST_DAY).kemPreKey())
        .isEqualTo(old);
  }

  @Test
  void refusesAHybridBundleWithoutItsKemKey() {
    assertRefused(BundleFault.KEM_PRE_KEY_MISSING, with(bundle.signedPreKey(), null), CREATED);
  }

  @Test
  void fallsBackToSuite1OnlyForItsOwnSake() {
    VerifiedBundle verified =
        new BundlePolicy(e1, CipherSuite.CLASSIC).verify(device, bundle, CREATED);

    assertThat(verified.suite()).isEqualTo(CipherSuite.CLASSIC);
    assertThat(verified.kemPreKey()).isNull();
  }

  @Test
  void refusesAnotherDeviceThanTheOneTrusted() {
    TrustedDevice other = VectorDevices.trusted(VectorDevices.sender(e1));

    assertThatExceptionOfType(BundleRejectedException.class)
        .isThrownBy(() -> policy.verify(other, bundle, CREATED))
        .matches(e -> e.fault() == BundleFault.WRONG_DEVICE);
  }

  @Test
  void refusesKeysThatTheDeviceDidNotSign() {
    OwnDevice other = VectorDevices.sender(e1);
    SignedPreKey signed = bundle.signedPreKey();
    SignedPreKey stranger =
        SignedPreKey.issue(
            e1,
            other.signingKey(),
            bob.cert().address(),
            signed.id(),
            signed.created(),
            signed.key());
    KemPreKey kem = kem(KemPreKey.Kind.ONE_TIME, CREATED.toEpochMilli());
    KemPreKey otherKind =
        new KemPreKey(
            kem.id(), KemPreKey.Kind.LAST_RESORT, kem.created(), kem.key(), kem.signature());

    assertUnsigned(with(stranger, bundle.kemPreKey()));
    assertUnsigned(with(signed, otherKind));
  }

  @Test
  void explainsEveryFault() {
    assertThat(BundleFault.values()).allMatch(fault -> fault.explanation().endsWith("."));
  }

  private KemPreKey kem(KemPreKey.Kind kind, long created) {
    try (KemKeyPair pair = KemKeyPair.generate()) {
      return KemPreKey.issue(
          e1, bob.signingKey(), bob.cert().address(), 1, kind, created, pair.publicKey());
    }
  }

  private PreKeyBundle with(SignedPreKey signed, @Nullable KemPreKey kem) {
    return new PreKeyBundle(bundle.cert(), signed, bundle.oneTimePreKey(), kem);
  }

  private void assertRefused(BundleFault fault, PreKeyBundle refused, Instant now) {
    assertThatExceptionOfType(BundleRejectedException.class)
        .isThrownBy(() -> policy.verify(device, refused, now))
        .matches(e -> e.fault() == fault, fault.name());
  }

  private void assertUnsigned(PreKeyBundle refused) {
    assertThatExceptionOfType(KeyRejectedException.class)
        .isThrownBy(() -> policy.verify(device, refused, CREATED))
        .matches(e -> e.fault() == KeyFault.BAD_SIGNATURE);
  }
}
