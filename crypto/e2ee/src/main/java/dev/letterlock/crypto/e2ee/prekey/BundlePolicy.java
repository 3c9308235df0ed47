package dev.letterlock.crypto.e2ee.prekey;

import dev.letterlock.crypto.CipherSuite;
import dev.letterlock.crypto.DeviceCert;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.KemPreKey;
import dev.letterlock.crypto.SignedPreKey;
import dev.letterlock.crypto.e2ee.trust.TrustedDevice;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a sender demands of a bundle (docs/E2EE.md §2.3 and §2.4): it is of exactly the device that
 * the pinned list names, the device signed it, its signed pre-key is no older than 30 days, and it
 * has a KEM pre-key where both devices speak suite 2. Safe for any thread; about 110 microseconds
 * for the signatures of a hybrid bundle.
 */
public final class BundlePolicy {

  /** A server cannot make senders use a signed pre-key of more than this age. */
  public static final Duration MAX_AGE = Duration.ofDays(30);

  private final E1 e1;
  private final CipherSuite ownSuite;

  /**
   * @param ownSuite of this device's certificate
   */
  public BundlePolicy(E1 e1, CipherSuite ownSuite) {
    this.e1 = e1;
    this.ownSuite = ownSuite;
  }

  /** The suite of every handshake between this device and that: the stronger that both speak. */
  public CipherSuite suiteWith(DeviceCert peer) {
    return ownSuite == CipherSuite.HYBRID ? peer.suite() : CipherSuite.CLASSIC;
  }

  /**
   * Checks a bundle.
   *
   * @throws BundleRejectedException with the {@link BundleFault} that names the rule
   * @throws dev.letterlock.crypto.primitive.KeyRejectedException with {@code BAD_SIGNATURE}
   */
  public VerifiedBundle verify(TrustedDevice device, PreKeyBundle bundle, Instant now) {
    if (!bundle.cert().equals(device.cert())) {
      throw new BundleRejectedException(
          BundleFault.WRONG_DEVICE, "certificate: another (expected: the one that the list names)");
    }
    SignedPreKey signedPreKey = bundle.signedPreKey();
    signedPreKey.verify(e1, device.cert());
    requireYoung(BundleFault.SIGNED_PRE_KEY_TOO_OLD, signedPreKey.created(), now);
    CipherSuite suite = suiteWith(device.cert());
    return new VerifiedBundle(
        device,
        suite,
        signedPreKey,
        bundle.oneTimePreKey(),
        suite == CipherSuite.HYBRID ? checkedKem(device.cert(), bundle.kemPreKey(), now) : null);
  }

  private KemPreKey checkedKem(DeviceCert cert, @Nullable KemPreKey kemPreKey, Instant now) {
    if (kemPreKey == null) {
      throw new BundleRejectedException(
          BundleFault.KEM_PRE_KEY_MISSING, "KEM pre-key: none (expected: one, in suite 2)");
    }
    kemPreKey.verify(e1, cert);
    if (kemPreKey.kind() == KemPreKey.Kind.LAST_RESORT) {
      requireYoung(BundleFault.KEM_PRE_KEY_TOO_OLD, kemPreKey.created(), now);
    }
    return kemPreKey;
  }

  private static void requireYoung(BundleFault fault, long created, Instant now) {
    if (created < now.minus(MAX_AGE).toEpochMilli()) {
      throw new BundleRejectedException(
          fault, "created: " + created + " (expected: within 30 days of " + now + ")");
    }
  }
}
