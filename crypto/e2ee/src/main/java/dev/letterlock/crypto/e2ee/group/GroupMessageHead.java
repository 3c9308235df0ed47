package dev.letterlock.crypto.e2ee.group;

import dev.letterlock.crypto.PayloadSizes;
import dev.letterlock.crypto.Uuids;
import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * The first 29 bytes of a group message, {@code u8=2 | groupId 16 | epoch u32 | chain u32 | iter
 * u32}; a slice and a signature of 64 follow (docs/E2EE.md §2.8).
 *
 * @param iteration number of the message in its chain, unsigned, from 0
 */
public record GroupMessageHead(ChainPlace place, int iteration) {

  public static final int SIZE = 29;

  private static final byte VERSION = 2;

  /**
   * Reads the head of a whole message.
   *
   * @throws GroupRejectedException with {@link GroupFault#BAD_LENGTH} or {@link
   *     GroupFault#BAD_VERSION}
   */
  public static GroupMessageHead parse(byte[] message) {
    if (!PayloadSizes.isGroupMessage(message.length)) {
      throw new GroupRejectedException(
          GroupFault.BAD_LENGTH, "group message: " + message.length + " B (expected: 166 + P)");
    }
    ByteBuffer in = ByteBuffer.wrap(message);
    byte version = in.get();
    if (version != VERSION) {
      throw new GroupRejectedException(
          GroupFault.BAD_VERSION, "group message version: " + version + " (expected: 2)");
    }
    UUID group = Uuids.read(in);
    return new GroupMessageHead(new ChainPlace(group, in.getInt(), in.getInt()), in.getInt());
  }

  byte[] encode() {
    ByteBuffer out = ByteBuffer.allocate(SIZE).put(VERSION);
    return Uuids.write(out, place.group())
        .putInt(place.epoch())
        .putInt(place.chain())
        .putInt(iteration)
        .array();
  }
}
