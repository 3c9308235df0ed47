package dev.letterlock.storage.device;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.RequestId;

/**
 * A request for one device's bundle.
 *
 * @param reserve one-time keys of both kinds are taken only while more than this many plain ones
 *     are left; {@link #TAKE_ANY}, or {@link #TAKE_NONE} for signed key and last resort alone
 */
public record PreKeyClaim(
    DeviceAddress requester, DeviceAddress target, RequestId request, int reserve) {
  /** Take one-time keys as long as there are any. */
  public static final int TAKE_ANY = 0;

  /** Take no one-time key. */
  public static final int TAKE_NONE = Integer.MAX_VALUE;

  public PreKeyClaim {
    if (reserve < 0) {
      throw new IllegalArgumentException("reserve: " + reserve + " (expected: >= 0)");
    }
  }
}
