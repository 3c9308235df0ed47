package dev.letterlock.crypto.e2ee.group;

import dev.letterlock.crypto.StructureReader;
import dev.letterlock.crypto.Uuids;
import dev.letterlock.crypto.primitive.Ed25519PublicKey;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.KeyFault;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;

/**
 * What makes a device able to open the group messages of another from here on, 152 bytes: {@code
 * groupId 16 | epoch u32 | stateHash 32 | chain u32 | iter u32 | CK 32 | SGK 32}; docs/E2EE.md
 * §2.8. Travels in an ordinary pairwise message. Closing wipes the chain key.
 *
 * @param place which chain
 * @param stateHash of the group state in which the chain began
 * @param iteration the first message that {@code chainKey} opens, unsigned
 * @param chainKey CK, 32 bytes, owned
 * @param signingKey SGK, which signs every message of the chain
 */
public record SenderKeyDistribution(
    ChainPlace place,
    Hash32 stateHash,
    int iteration,
    SecretBytes chainKey,
    Ed25519PublicKey signingKey)
    implements AutoCloseable {

  public static final int SIZE = 152;

  private static final int CHAIN_KEY_SIZE = 32;

  /**
   * Reads a body of type 0x81.
   *
   * @throws KeyRejectedException with {@link KeyFault#BAD_LENGTH}
   */
  public static SenderKeyDistribution parse(byte[] encoded) {
    StructureReader in = new StructureReader("sender key", encoded).requireSize(SIZE);
    UUID group = in.uuid();
    int epoch = in.u32();
    Hash32 stateHash = in.hash();
    ChainPlace place = new ChainPlace(group, epoch, in.u32());
    int iteration = in.u32();
    byte[] chainKey = in.take(CHAIN_KEY_SIZE);
    try {
      return new SenderKeyDistribution(
          place, stateHash, iteration, SecretBytes.copyOf(chainKey), in.signingKey());
    } finally {
      Arrays.fill(chainKey, (byte) 0);
    }
  }

  /** All 152 bytes, a secret that the caller wipes. */
  public byte[] encode() {
    byte[] encoded = new byte[SIZE];
    ByteBuffer out = ByteBuffer.wrap(encoded);
    Uuids.write(out, place.group()).putInt(place.epoch());
    stateHash.writeTo(out);
    out.putInt(place.chain()).putInt(iteration);
    out.put(chainKey.revealView().asByteBuffer());
    signingKey.writeTo(out);
    return encoded;
  }

  @Override
  public void close() {
    chainKey.close();
  }
}
