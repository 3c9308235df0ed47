package dev.letterlock.protocol.frame.client;

import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.id.RequestId;
import dev.letterlock.protocol.id.UserId;
import java.util.List;

/**
 * Asks for one pre-key bundle of each device named. The same request within a minute gets the same
 * bundles.
 *
 * @param devices numbers of the devices, u32 each, at most 16; empty for all
 */
public record ClaimPreKeys(RequestId request, UserId user, List<Integer> devices)
    implements ClientFrame {
  public ClaimPreKeys {
    devices = List.copyOf(devices);
  }

  @Override
  public int typeCode() {
    return FrameType.CLAIM_PRE_KEYS.code();
  }
}
