package dev.letterlock.crypto;

import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.KeyFault;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import java.nio.ByteBuffer;

/**
 * One device in a {@link DeviceList}, 41 bytes: {@code device u32 | reg u32 | certHash 32 | flags
 * u8=0}; docs/E2EE.md §2.2 and 2.10a.
 *
 * @param device unsigned
 * @param reg unsigned
 * @param certHash of the device's {@link DeviceCert}
 */
public record DeviceEntry(int device, int reg, Hash32 certHash) {

  public static final int SIZE = 41;

  private static final byte NO_FLAGS = 0;

  /** The entry that names a certificate. */
  public static DeviceEntry of(E1 e1, DeviceCert cert) {
    return new DeviceEntry(cert.address().device(), cert.address().reg(), cert.certHash(e1));
  }

  static DeviceEntry read(StructureReader in) {
    DeviceEntry entry = new DeviceEntry(in.u32(), in.u32(), in.hash());
    int flags = in.u8();
    if (flags != NO_FLAGS) {
      throw new KeyRejectedException(KeyFault.BAD_FLAGS, "flags: " + flags + " (expected: 0)");
    }
    return entry;
  }

  void writeTo(ByteBuffer out) {
    out.putInt(device).putInt(reg);
    certHash.writeTo(out);
    out.put(NO_FLAGS);
  }
}
