package dev.letterlock.client.profile;

import dev.letterlock.crypto.e2ee.state.StateReader;
import dev.letterlock.crypto.e2ee.state.StateWriter;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was sent to whom, so that it can go once more to exactly the device it was meant for
 * (docs/E2EE.md R4).
 *
 * @param sentTo certHash of each device at the time of sealing
 */
public record SentCopy(Draft draft, Map<DeviceAddress, Hash32> sentTo) {

  private static final int VERSION = 1;
  private static final int MOST_DEVICES = 64;

  public SentCopy {
    sentTo = Map.copyOf(sentTo);
  }

  public Optional<Hash32> sentTo(DeviceAddress device) {
    return Optional.ofNullable(sentTo.get(device));
  }

  byte[] encode() {
    try (StateWriter out = new StateWriter()) {
      out.u8(VERSION);
      draft.write(out);
      out.u8(sentTo.size());
      sentTo.forEach(
          (device, hash) -> out.uuid(device.user().toUuid()).u32(device.device()).value(hash));
      return out.toByteArray();
    }
  }

  static SentCopy decode(byte[] encoded) {
    StateReader in = new StateReader("sent copy", encoded).version(VERSION);
    Draft draft = Draft.read(in);
    Map<DeviceAddress, Hash32> sentTo = new LinkedHashMap<>();
    for (int left = in.count8(MOST_DEVICES); left > 0; left--) {
      sentTo.put(new DeviceAddress(UserId.of(in.uuid()), in.u32()), in.hash());
    }
    in.end();
    return new SentCopy(draft, sentTo);
  }
}
