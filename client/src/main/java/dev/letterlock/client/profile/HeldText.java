package dev.letterlock.client.profile;

import dev.letterlock.crypto.e2ee.state.StateReader;
import dev.letterlock.crypto.e2ee.state.StateWriter;
import dev.letterlock.crypto.primitive.Octets;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import java.util.UUID;

/**
 * A text of another own device, opened before that device has told with whom the conversation is.
 *
 * @param time server time, µs since 1970
 * @param content head and body
 */
public record HeldText(
    DeviceAddress sender,
    UUID conversation,
    UUID message,
    long time,
    boolean partial,
    Octets content) {

  private static final int VERSION = 1;
  private static final int MOST_CONTENT = 1 << 17;

  byte[] encode() {
    try (StateWriter out = new StateWriter()) {
      return out.u8(VERSION)
          .uuid(sender.user().toUuid())
          .u32(sender.device())
          .uuid(conversation)
          .uuid(message)
          .u64(time)
          .flag(partial)
          .block(content.toByteArray())
          .toByteArray();
    }
  }

  static HeldText decode(byte[] encoded) {
    StateReader in = new StateReader("held text", encoded).version(VERSION);
    HeldText held =
        new HeldText(
            new DeviceAddress(UserId.of(in.uuid()), in.u32()),
            in.uuid(),
            in.uuid(),
            in.u64(),
            in.flag(),
            Octets.of(in.block(MOST_CONTENT)));
    in.end();
    return held;
  }
}
