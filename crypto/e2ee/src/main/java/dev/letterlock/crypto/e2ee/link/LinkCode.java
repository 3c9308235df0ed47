package dev.letterlock.crypto.e2ee.link;

import dev.letterlock.crypto.StructureReader;
import dev.letterlock.crypto.Uuids;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import dev.letterlock.crypto.primitive.X25519PublicKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/**
 * What a new device shows, as a QR code or as text, 83 bytes (docs/E2EE.md §2.10): {@code "E1L" 3 |
 * linkId 16 | LK 32 | certHash 32}. The server never sees it. Its first bytes differ from those of
 * a code to compare (docs/E2EE.md R12).
 *
 * @param link the mailbox, random
 * @param key LK, made for this one linking
 * @param certHash of the new device's certificate
 */
public record LinkCode(UUID link, X25519PublicKey key, Hash32 certHash) {

  public static final int SIZE = 83;

  private static final byte[] TYPE = "E1L".getBytes(StandardCharsets.US_ASCII);

  /**
   * Reads a scanned code.
   *
   * @throws LinkRejectedException with {@link LinkFault#NOT_A_LINK_CODE}
   */
  public static LinkCode parse(byte[] scanned) {
    try {
      StructureReader in = new StructureReader("link code", scanned).requireSize(SIZE);
      if (Arrays.equals(in.take(TYPE.length), TYPE)) {
        return new LinkCode(in.uuid(), in.agreementKey(), in.hash());
      }
    } catch (KeyRejectedException e) {
      throw notOne(e.fault().toString());
    }
    throw notOne("of another kind");
  }

  private static LinkRejectedException notOne(String found) {
    return new LinkRejectedException(
        LinkFault.NOT_A_LINK_CODE, "link code: " + found + " (expected: E1L, 83 B)");
  }

  /** All 83 bytes. */
  public byte[] encode() {
    ByteBuffer out = Uuids.write(ByteBuffer.allocate(SIZE).put(TYPE), link);
    key.writeTo(out);
    certHash.writeTo(out);
    return out.array();
  }
}
