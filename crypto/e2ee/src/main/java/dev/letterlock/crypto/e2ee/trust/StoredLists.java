package dev.letterlock.crypto.e2ee.trust;

import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.e2ee.state.StateReader;
import dev.letterlock.crypto.primitive.CryptoException;

/** Device lists inside stored state: a u32 length, then all bytes with the signature. */
final class StoredLists {

  private StoredLists() {}

  static DeviceList read(StateReader in) {
    byte[] encoded = in.block(DeviceList.MAX_SIZE);
    try {
      return DeviceList.parse(encoded);
    } catch (CryptoException e) {
      throw in.badValue("device list: malformed (expected: as it was stored)");
    }
  }
}
