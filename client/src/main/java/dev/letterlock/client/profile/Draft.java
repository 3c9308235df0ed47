package dev.letterlock.client.profile;

import dev.letterlock.crypto.e2ee.state.StateReader;
import dev.letterlock.crypto.e2ee.state.StateWriter;
import dev.letterlock.crypto.primitive.Octets;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Something to send, before it is sealed for anybody.
 *
 * @param message wire id, UUIDv7
 * @param conversation where it is sent; a group's id for a group message
 * @param recipient the other one of the two; oneself for one's own devices
 * @param group whether it goes by the group's route
 * @param only the devices that it is for; empty for all of both users
 * @param content as {@code ContentCodec} writes it; list views are made anew at sealing
 * @param meant whom it may go to
 */
public record Draft(
    UUID message,
    UUID conversation,
    UUID recipient,
    boolean group,
    List<DeviceAddress> only,
    Octets content,
    Meant meant) {

  private static final int VERSION = 2;
  private static final int VERSION_WITHOUT_MEANT = 1;
  private static final int MOST_DEVICES = 64;
  private static final int MOST_CONTENT = 1 << 17;

  public Draft {
    only = List.copyOf(only);
  }

  /** One for whoever is the recipient when it is posted. */
  public Draft(
      UUID message,
      UUID conversation,
      UUID recipient,
      boolean group,
      List<DeviceAddress> only,
      Octets content) {
    this(message, conversation, recipient, group, only, content, Meant.ANYBODY);
  }

  /** Whether some devices are left out on purpose, which only control content may do. */
  public boolean partial() {
    return !only.isEmpty();
  }

  /** The same under another head. */
  public Draft saying(Octets other) {
    return new Draft(message, conversation, recipient, group, only, other, meant);
  }

  /** The same for somebody else. */
  public Draft meantFor(Meant whom) {
    return new Draft(message, conversation, recipient, group, only, content, whom);
  }

  void write(StateWriter out) {
    out.u8(VERSION).uuid(message).uuid(conversation).uuid(recipient).flag(group).u8(only.size());
    only.forEach(device -> out.uuid(device.user().toUuid()).u32(device.device()));
    out.block(content.toByteArray());
    meant.write(out);
  }

  static Draft read(StateReader in) {
    int version = in.u8();
    if (version != VERSION && version != VERSION_WITHOUT_MEANT) {
      throw in.badValue("draft version: " + version + " (expected: 1 or 2)");
    }
    UUID message = in.uuid();
    UUID conversation = in.uuid();
    UUID recipient = in.uuid();
    boolean group = in.flag();
    List<DeviceAddress> only = new ArrayList<>();
    for (int left = in.count8(MOST_DEVICES); left > 0; left--) {
      only.add(new DeviceAddress(UserId.of(in.uuid()), in.u32()));
    }
    Octets content = Octets.of(in.block(MOST_CONTENT));
    Meant meant = version == VERSION ? Meant.read(in) : Meant.ANYBODY;
    return new Draft(message, conversation, recipient, group, only, content, meant);
  }

  @Override
  public String toString() {
    return "Draft[" + message + "]";
  }
}
