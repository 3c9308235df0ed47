package dev.letterlock.crypto.e2ee;

import dev.letterlock.crypto.PayloadSizes;
import dev.letterlock.crypto.primitive.X25519PublicKey;
import java.nio.ByteBuffer;

/**
 * The first 45 bytes of a record: {@code u8=1 | tag 4 | dh 32 | pn u32 | n u32}; docs/E2EE.md §2.5.
 *
 * @param tag the first four bytes of the session id
 * @param dh the sender's ratchet key
 * @param previousCount pn, unsigned: messages in the sender's previous chain
 * @param count n, unsigned: number of this message in its chain
 */
public record RecordHeader(int tag, X25519PublicKey dh, int previousCount, int count) {

  static final int SIZE = 45;

  private static final byte VERSION = 1;

  /**
   * Reads the header of a whole record.
   *
   * @throws OpenRejectedException with {@link OpenFault#BAD_LENGTH} or {@link
   *     OpenFault#BAD_VERSION}
   * @throws dev.letterlock.crypto.primitive.KeyRejectedException if dh is not canonical
   */
  public static RecordHeader parse(byte[] record) {
    if (record.length != PayloadSizes.RECORD) {
      throw new OpenRejectedException(
          OpenFault.BAD_LENGTH, "record: " + record.length + " B (expected: 93)");
    }
    ByteBuffer in = ByteBuffer.wrap(record);
    byte version = in.get();
    if (version != VERSION) {
      throw new OpenRejectedException(
          OpenFault.BAD_VERSION, "record version: " + version + " (expected: 1)");
    }
    int tag = in.getInt();
    byte[] dh = new byte[X25519PublicKey.SIZE];
    in.get(dh);
    return new RecordHeader(tag, X25519PublicKey.of(dh), in.getInt(), in.getInt());
  }

  void writeTo(ByteBuffer out) {
    out.put(VERSION).putInt(tag);
    dh.writeTo(out);
    out.putInt(previousCount).putInt(count);
  }
}
