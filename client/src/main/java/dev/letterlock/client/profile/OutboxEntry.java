package dev.letterlock.client.profile;

import dev.letterlock.crypto.e2ee.state.StateReader;
import dev.letterlock.crypto.e2ee.state.StateWriter;
import dev.letterlock.crypto.primitive.Octets;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import java.util.ArrayList;
import java.util.List;

/**
 * A Send on its way.
 *
 * @param order rising
 * @param frame the very bytes of the Send, all but its ref; empty before it is sealed
 * @param sealedFor the devices that can open it; none before it is sealed
 * @param acceptedAt milliseconds since 1970; 0 as long as the server has not answered
 */
public record OutboxEntry(
    long order, Draft draft, Octets frame, List<DeviceAddress> sealedFor, long acceptedAt) {

  private static final int VERSION = 2;
  private static final int VERSION_WITHOUT_DEVICES = 1;
  private static final int MOST_FRAME = 1 << 18;
  private static final int MOST_DEVICES = 16_000;
  private static final Octets NOTHING = Octets.of(new byte[0]);

  public OutboxEntry {
    sealedFor = List.copyOf(sealedFor);
  }

  /** One that has still to be sealed. */
  static OutboxEntry fresh(long order, Draft draft) {
    return new OutboxEntry(order, draft, NOTHING, List.of(), 0);
  }

  public boolean isSealed() {
    return frame.size() > 0;
  }

  public boolean isAccepted() {
    return acceptedAt != 0;
  }

  /** The same Send, more fully said. */
  public OutboxEntry with(Draft said) {
    return new OutboxEntry(order, said, frame, sealedFor, acceptedAt);
  }

  /** The same Send with its bytes. */
  public OutboxEntry sealed(Octets bytes, List<DeviceAddress> devices) {
    return new OutboxEntry(order, draft, bytes, devices, 0);
  }

  /** The same Send, to be sealed anew. */
  public OutboxEntry reopened() {
    return fresh(order, draft);
  }

  /** The same Send once the server holds it. */
  public OutboxEntry accepted(long now) {
    return new OutboxEntry(order, draft, frame, sealedFor, now);
  }

  byte[] encode() {
    try (StateWriter out = new StateWriter()) {
      out.u8(VERSION).u64(order);
      draft.write(out);
      out.block(frame.toByteArray()).u64(acceptedAt).u16(sealedFor.size());
      sealedFor.forEach(device -> out.uuid(device.user().toUuid()).u32(device.device()));
      return out.toByteArray();
    }
  }

  static OutboxEntry decode(byte[] encoded) {
    boolean old = encoded.length > 0 && encoded[0] == VERSION_WITHOUT_DEVICES;
    StateReader in =
        new StateReader("outbox entry", encoded).version(old ? VERSION_WITHOUT_DEVICES : VERSION);
    long order = in.u64();
    Draft draft = Draft.read(in);
    Octets frame = Octets.of(in.block(MOST_FRAME));
    long acceptedAt = in.u64();
    List<DeviceAddress> sealedFor = old ? List.of() : devices(in);
    in.end();
    return new OutboxEntry(order, draft, frame, sealedFor, acceptedAt);
  }

  private static List<DeviceAddress> devices(StateReader in) {
    List<DeviceAddress> devices = new ArrayList<>();
    for (int left = in.count16(MOST_DEVICES); left > 0; left--) {
      devices.add(new DeviceAddress(UserId.of(in.uuid()), in.u32()));
    }
    return devices;
  }

  @Override
  public String toString() {
    return "OutboxEntry[" + order + ", " + draft.message() + "]";
  }
}
