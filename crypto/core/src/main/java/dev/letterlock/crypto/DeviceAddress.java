package dev.letterlock.crypto;

import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * One registration of one device, 24 bytes as {@code user 16 | device u32 | reg u32}: docs/E2EE.md
 * §2.2.
 *
 * @param device unsigned
 * @param reg unsigned, random for each registration
 */
public record DeviceAddress(UUID user, int device, int reg) {

  static final int SIZE = 24;

  static DeviceAddress read(StructureReader in) {
    return new DeviceAddress(in.uuid(), in.u32(), in.u32());
  }

  void writeTo(ByteBuffer out) {
    Uuids.write(out, user).putInt(device).putInt(reg);
  }
}
