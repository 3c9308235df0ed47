package dev.letterlock.crypto.e2ee.trust;

import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.e2ee.state.StateReader;
import dev.letterlock.crypto.e2ee.state.StateWriter;
import dev.letterlock.crypto.primitive.Hash32;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The form in which pins are kept: {@code ver | list | verified u8 | waits u8 | [list that waits]},
 * in version 2 with {@code n u8 | n × hash 32} of refused lists behind it; in version 3 {@code ver
 * | list | list from before}. A list is {@code u32 size | bytes}.
 */
final class StoredPins {

  private static final int PLAIN = 1;
  private static final int WITH_REJECTED = 2;
  private static final int WITH_REPLACED = 3;

  private StoredPins() {}

  static byte[] encode(DeviceListPins pins) {
    Optional<DeviceList> replaced = pins.replaced();
    try (StateWriter out = new StateWriter()) {
      if (replaced.isPresent()) {
        out.u8(WITH_REPLACED).block(pins.list().encode()).block(replaced.get().encode());
        return out.toByteArray();
      }
      Optional<DeviceList> pending = pins.pendingReset();
      out.u8(pins.rejected().isEmpty() ? PLAIN : WITH_REJECTED)
          .block(pins.list().encode())
          .flag(pins.isVerified())
          .flag(pending.isPresent());
      pending.ifPresent(list -> out.block(list.encode()));
      if (!pins.rejected().isEmpty()) {
        out.u8(pins.rejected().size());
        pins.rejected().forEach(out::value);
      }
      return out.toByteArray();
    }
  }

  static DeviceListPins decode(byte[] encoded) {
    int version = encoded.length == 0 ? PLAIN : encoded[0];
    StateReader in = new StateReader("device list pins", encoded);
    DeviceListPins pins =
        switch (version) {
          case PLAIN, WITH_REJECTED -> asked(in.version(version), version);
          default -> followed(in.version(WITH_REPLACED));
        };
    in.end();
    return pins;
  }

  private static DeviceListPins asked(StateReader in, int version) {
    DeviceList list = StoredLists.read(in);
    boolean verified = in.flag();
    DeviceList pending = in.flag() ? StoredLists.read(in) : null;
    List<Hash32> rejected = version == WITH_REJECTED ? rejected(in) : List.of();
    return new DeviceListPins(list, verified, pending, rejected);
  }

  private static DeviceListPins followed(StateReader in) {
    DeviceList list = StoredLists.read(in);
    return DeviceListPins.following(list, StoredLists.read(in));
  }

  private static List<Hash32> rejected(StateReader in) {
    int count = in.count8(DeviceListPins.MOST_REJECTED);
    if (count == 0) {
      throw in.badValue("rejected: 0 (expected: 1 to 16)");
    }
    List<Hash32> rejected = new ArrayList<>();
    for (int left = count; left > 0; left--) {
      rejected.add(in.hash());
    }
    return rejected;
  }
}
