package dev.letterlock.crypto.e2ee.link;

import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.e2ee.state.StateReader;
import dev.letterlock.crypto.e2ee.state.StateRejectedException;
import dev.letterlock.crypto.e2ee.state.StateWriter;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a new device is given (docs/E2EE.md §2.10): {@code ver u8=1 | list | n u16 | n × (verified
 * u8 | list)}, each list with a u32 length before it. The account's secret key is not among it.
 *
 * @param list of the account, which names the new device
 * @param contacts pins, as many as fit: see {@link #fitting}
 */
public record LinkParcel(DeviceList list, List<SharedPin> contacts) {

  /** The most bytes of a parcel, so that the sealed one fits into the mailbox of 64 KiB. */
  public static final int MAX_SIZE = LinkChannel.MAX_SEALED - LinkChannel.OVERHEAD;

  private static final int VERSION = 1;
  private static final int FIXED_SIZE = Byte.BYTES + Short.BYTES;
  private static final int MOST_CONTACTS = 0xffff;

  public LinkParcel {
    contacts = List.copyOf(contacts);
  }

  /**
   * A parcel with the first of the contacts, as many as there is room for.
   *
   * @param contacts the most important first
   */
  public static LinkParcel fitting(DeviceList list, List<SharedPin> contacts) {
    int room = MAX_SIZE - FIXED_SIZE - size(list);
    List<SharedPin> chosen = new ArrayList<>();
    for (SharedPin contact : contacts) {
      room -= Byte.BYTES + size(contact.list());
      if (room < 0) {
        break;
      }
      chosen.add(contact);
    }
    return new LinkParcel(list, chosen);
  }

  private static int size(DeviceList list) {
    return Integer.BYTES + list.encode().length;
  }

  byte[] encode() {
    try (StateWriter out = new StateWriter()) {
      out.u8(VERSION).block(list.encode()).u16(contacts.size());
      for (SharedPin contact : contacts) {
        out.flag(contact.verified()).block(contact.list().encode());
      }
      return out.toByteArray();
    }
  }

  /** Fails with {@link LinkFault#BAD_PARCEL}; judges no signature. */
  static LinkParcel parse(byte[] encoded) {
    try {
      StateReader in = new StateReader("parcel", encoded).version(VERSION);
      DeviceList list = list(in);
      List<SharedPin> contacts = new ArrayList<>();
      for (int left = in.count16(MOST_CONTACTS); left > 0; left--) {
        boolean verified = in.flag();
        contacts.add(new SharedPin(list(in), verified));
      }
      in.end();
      return new LinkParcel(list, contacts);
    } catch (StateRejectedException | KeyRejectedException e) {
      throw new LinkRejectedException(
          LinkFault.BAD_PARCEL, "parcel: " + encoded.length + " B (expected: its parts)");
    }
  }

  private static DeviceList list(StateReader in) {
    return DeviceList.parse(in.block(DeviceList.MAX_SIZE));
  }
}
