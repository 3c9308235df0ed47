package dev.letterlock.client.profile;

import dev.letterlock.crypto.e2ee.state.StateReader;
import dev.letterlock.crypto.e2ee.state.StateWriter;
import dev.letterlock.crypto.primitive.Octets;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import java.util.UUID;

/**
 * A message as it came, which may not be opened before a person has acknowledged a key change.
 *
 * @param time server time, µs since 1970
 * @param header 93, 143 or 1,231 bytes; none in a group
 * @param slice 73 + P bytes; in a group all 166 + P of the message
 */
public record UnopenedLetter(
    DeviceAddress sender,
    UUID conversation,
    UUID message,
    long time,
    boolean partial,
    Octets header,
    Octets slice) {

  private static final int VERSION = 1;
  private static final int MOST_HEADER = 1 << 11;
  private static final int MOST_SLICE = 1 << 17;

  byte[] encode() {
    try (StateWriter out = new StateWriter()) {
      return out.u8(VERSION)
          .uuid(sender.user().toUuid())
          .u32(sender.device())
          .uuid(conversation)
          .uuid(message)
          .u64(time)
          .flag(partial)
          .block(header.toByteArray())
          .block(slice.toByteArray())
          .toByteArray();
    }
  }

  static UnopenedLetter decode(byte[] encoded) {
    StateReader in = new StateReader("unopened letter", encoded).version(VERSION);
    UnopenedLetter letter =
        new UnopenedLetter(
            new DeviceAddress(UserId.of(in.uuid()), in.u32()),
            in.uuid(),
            in.uuid(),
            in.u64(),
            in.flag(),
            Octets.of(in.block(MOST_HEADER)),
            Octets.of(in.block(MOST_SLICE)));
    in.end();
    return letter;
  }
}
