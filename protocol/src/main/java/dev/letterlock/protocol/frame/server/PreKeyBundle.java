package dev.letterlock.protocol.frame.server;

import dev.letterlock.protocol.OpaqueBytes;
import org.jspecify.annotations.Nullable;

/**
 * What a sender needs to open a session with one device (docs/E2EE.md §2.3). The constructor
 * refuses other sizes.
 *
 * @param device number of the device within its user, u32
 * @param registration registration of the device, u32
 * @param certificate 162 bytes
 * @param signedPreKey 108 bytes
 * @param oneTimePreKey 36 bytes, all zeros when none is left
 * @param kemPreKey 1261 bytes, or null when the device has none
 */
public record PreKeyBundle(
    int device,
    int registration,
    OpaqueBytes certificate,
    OpaqueBytes signedPreKey,
    OpaqueBytes oneTimePreKey,
    @Nullable OpaqueBytes kemPreKey) {
  public static final int CERTIFICATE_SIZE = 162;
  public static final int SIGNED_PRE_KEY_SIZE = 108;
  public static final int ONE_TIME_PRE_KEY_SIZE = 36;
  public static final int KEM_PRE_KEY_SIZE = 1261;

  public PreKeyBundle {
    requireSize("certificate", certificate, CERTIFICATE_SIZE);
    requireSize("signedPreKey", signedPreKey, SIGNED_PRE_KEY_SIZE);
    requireSize("oneTimePreKey", oneTimePreKey, ONE_TIME_PRE_KEY_SIZE);
    if (kemPreKey != null) {
      requireSize("kemPreKey", kemPreKey, KEM_PRE_KEY_SIZE);
    }
  }

  /** True unless the one-time pre-key is all zeros. */
  public boolean hasOneTimePreKey() {
    return !oneTimePreKey.isZero();
  }

  private static void requireSize(String name, OpaqueBytes bytes, int size) {
    if (bytes.size() != size) {
      throw new IllegalArgumentException(
          name + ": " + bytes.size() + " bytes (expected: " + size + ")");
    }
  }
}
