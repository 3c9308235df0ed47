package dev.letterlock.client.messenger.sending;

import dev.letterlock.crypto.primitive.Octets;
import dev.letterlock.protocol.id.DeviceAddress;
import java.util.List;

/**
 * What came of a draft.
 *
 * @param frame the Send with a ref of zero; empty if there is nobody to send to
 * @param devices that can open it
 */
record Sealed(Octets frame, List<DeviceAddress> devices) {

  static final Sealed FOR_NOBODY = new Sealed(Octets.of(new byte[0]), List.of());

  boolean isForNobody() {
    return frame.size() == 0;
  }
}
