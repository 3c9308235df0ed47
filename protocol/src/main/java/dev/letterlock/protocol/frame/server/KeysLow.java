package dev.letterlock.protocol.frame.server;

import dev.letterlock.protocol.FrameType;

/**
 * How many of the device's own pre-keys are left: sent when they run low, and as the answer to
 * KeyCount.
 *
 * @param oneTime one-time pre-keys, u16
 * @param kemOneTime one-time KEM pre-keys, u16
 * @param signedPreKeyAgeSeconds age of the signed pre-key, u32; {@link #NO_SIGNED_PRE_KEY} for none
 * @param lastResort true when a last-resort KEM pre-key is there
 */
public record KeysLow(int oneTime, int kemOneTime, int signedPreKeyAgeSeconds, boolean lastResort)
    implements ServerFrame {
  /** The age that says that there is no signed pre-key. */
  public static final int NO_SIGNED_PRE_KEY = 0xFFFF_FFFF;

  @Override
  public int typeCode() {
    return FrameType.KEYS_LOW.code();
  }
}
