package dev.letterlock.client.profile;

import dev.letterlock.crypto.e2ee.state.StateReader;
import dev.letterlock.crypto.e2ee.state.StateWriter;
import dev.letterlock.crypto.primitive.Octets;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import java.util.UUID;

/**
 * A group message that came before the sender key that opens it.
 *
 * @param time server time, µs since 1970
 * @param sealed 166 + P bytes
 */
public record HeldLetter(DeviceAddress sender, UUID group, UUID message, long time, Octets sealed) {

  private static final int VERSION = 1;
  private static final int MOST_SEALED = 1 << 17;

  byte[] encode() {
    try (StateWriter out = new StateWriter()) {
      return out.u8(VERSION)
          .uuid(sender.user().toUuid())
          .u32(sender.device())
          .uuid(group)
          .uuid(message)
          .u64(time)
          .block(sealed.toByteArray())
          .toByteArray();
    }
  }

  static HeldLetter decode(byte[] encoded) {
    StateReader in = new StateReader("held letter", encoded).version(VERSION);
    HeldLetter held =
        new HeldLetter(
            new DeviceAddress(UserId.of(in.uuid()), in.u32()),
            in.uuid(),
            in.uuid(),
            in.u64(),
            Octets.of(in.block(MOST_SEALED)));
    in.end();
    return held;
  }
}
