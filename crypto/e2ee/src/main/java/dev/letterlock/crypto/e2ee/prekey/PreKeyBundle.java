package dev.letterlock.crypto.e2ee.prekey;

import dev.letterlock.crypto.DeviceCert;
import dev.letterlock.crypto.KemPreKey;
import dev.letterlock.crypto.OneTimePreKey;
import dev.letterlock.crypto.SignedPreKey;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the server hands out for a session with one device, not yet believed: docs/E2EE.md §2.3.
 *
 * @param oneTimePreKey null when none is left
 * @param kemPreKey null when the device has none, which suite 2 does not accept
 */
public record PreKeyBundle(
    DeviceCert cert,
    SignedPreKey signedPreKey,
    @Nullable OneTimePreKey oneTimePreKey,
    @Nullable KemPreKey kemPreKey) {

  /**
   * Reads the four parts as they come in a PreKeyBundles frame.
   *
   * @param cert 162 bytes
   * @param signedPreKey 108 bytes
   * @param oneTimePreKey 36 bytes, all zeros for none
   * @param kemPreKey 1,261 bytes, or null for none
   * @throws dev.letterlock.crypto.primitive.KeyRejectedException if a part is malformed
   */
  public static PreKeyBundle parse(
      byte[] cert, byte[] signedPreKey, byte[] oneTimePreKey, byte @Nullable [] kemPreKey) {
    boolean none = Arrays.equals(oneTimePreKey, new byte[OneTimePreKey.SIZE]);
    return new PreKeyBundle(
        DeviceCert.parse(cert),
        SignedPreKey.parse(signedPreKey),
        none ? null : OneTimePreKey.parse(oneTimePreKey),
        kemPreKey == null ? null : KemPreKey.parse(kemPreKey));
  }
}
