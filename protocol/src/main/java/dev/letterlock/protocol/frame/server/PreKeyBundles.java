package dev.letterlock.protocol.frame.server;

import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.id.RequestId;
import dev.letterlock.protocol.id.UserId;
import java.util.List;

/**
 * Answers ClaimPreKeys.
 *
 * @param listVersion newest version of the user's device list, u64
 * @param bundles one for each device, at most 16
 */
public record PreKeyBundles(
    RequestId request, UserId user, long listVersion, List<PreKeyBundle> bundles)
    implements ServerFrame {
  public PreKeyBundles {
    bundles = List.copyOf(bundles);
  }

  @Override
  public int typeCode() {
    return FrameType.PRE_KEY_BUNDLES.code();
  }
}
