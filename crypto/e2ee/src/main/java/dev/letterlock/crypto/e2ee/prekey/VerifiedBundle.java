package dev.letterlock.crypto.e2ee.prekey;

import dev.letterlock.crypto.CipherSuite;
import dev.letterlock.crypto.KemPreKey;
import dev.letterlock.crypto.OneTimePreKey;
import dev.letterlock.crypto.SignedPreKey;
import dev.letterlock.crypto.e2ee.trust.TrustedDevice;
import org.jspecify.annotations.Nullable;

/**
 * A bundle that {@link BundlePolicy} has checked (docs/E2EE.md §2.3).
 *
 * @param suite of the handshake: hybrid if both certificates say so
 * @param kemPreKey present exactly in the hybrid suite
 */
public record VerifiedBundle(
    TrustedDevice device,
    CipherSuite suite,
    SignedPreKey signedPreKey,
    @Nullable OneTimePreKey oneTimePreKey,
    @Nullable KemPreKey kemPreKey) {

  public VerifiedBundle {
    if ((suite == CipherSuite.HYBRID) != (kemPreKey != null)) {
      throw new IllegalArgumentException("KEM pre-key: expected exactly in suite 2");
    }
  }
}
