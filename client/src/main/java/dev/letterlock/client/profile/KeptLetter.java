package dev.letterlock.client.profile;

import dev.letterlock.crypto.e2ee.state.StateReader;
import dev.letterlock.crypto.e2ee.state.StateWriter;
import dev.letterlock.crypto.primitive.Octets;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import java.util.UUID;

/**
 * A message that has to wait for something: a person's word about a key, the key of a group's
 * sender, or another own device's word about with whom its conversation is.
 *
 * @param time server time, µs since 1970
 * @param header 93, 143 or 1,231 bytes; none in a group, and none once it was opened
 * @param body its slice of 73 + P bytes; in a group all 166 + P of the message; its content once it
 *     was opened
 */
public record KeptLetter(
    DeviceAddress sender,
    UUID conversation,
    UUID message,
    long time,
    boolean partial,
    Octets header,
    Octets body) {

  private static final int VERSION = 1;
  private static final int MOST_HEADER = 1 << 11;
  private static final int MOST_BODY = 1 << 17;

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
          .block(body.toByteArray())
          .toByteArray();
    }
  }

  static KeptLetter decode(byte[] encoded) {
    StateReader in = new StateReader("kept letter", encoded).version(VERSION);
    KeptLetter letter =
        new KeptLetter(
            new DeviceAddress(UserId.of(in.uuid()), in.u32()),
            in.uuid(),
            in.uuid(),
            in.u64(),
            in.flag(),
            Octets.of(in.block(MOST_HEADER)),
            Octets.of(in.block(MOST_BODY)));
    in.end();
    return letter;
  }
}
