package dev.letterlock.crypto.e2ee.group;

import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.StructureReader;
import dev.letterlock.crypto.Uuids;
import dev.letterlock.crypto.primitive.Ed25519PublicKey;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.KeyFault;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Another device's sending chain as far as it was received: docs/E2EE.md §2.8. Immutable; every
 * copy has keys of its own. Stored as {@code groupId 16 | epoch u32 | chain u32 | stateHash 32 |
 * SGK 32 | iter u32 | CK 32 | n u16 | n x (iter u32 | MK 32)}.
 */
final class ReceivedChain implements AutoCloseable {

  /** How many messages may be missing before one, and how many keys of such are kept. */
  static final int MOST_SKIPPED = 2000;

  private static final int FIXED_SIZE =
      Uuids.SIZE + 2 * Integer.BYTES + 2 * Hash32.SIZE + Integer.BYTES + ChainStep.KEY_SIZE + 2;
  private static final int SKIPPED_SIZE = Integer.BYTES + ChainStep.KEY_SIZE;

  private final ChainPlace place;
  private final Hash32 stateHash;
  private final Ed25519PublicKey signingKey;
  private final int iteration;
  private final SecretBytes chainKey;
  private final Map<Integer, SecretBytes> skipped;

  private ReceivedChain(
      ChainPlace place,
      Hash32 stateHash,
      Ed25519PublicKey signingKey,
      int iteration,
      SecretBytes chainKey,
      Map<Integer, SecretBytes> skipped) {
    this.place = place;
    this.stateHash = stateHash;
    this.signingKey = signingKey;
    this.iteration = iteration;
    this.chainKey = chainKey;
    this.skipped = skipped;
  }

  static ReceivedChain of(SenderKeyDistribution key) {
    return new ReceivedChain(
        key.place(),
        key.stateHash(),
        key.signingKey(),
        key.iteration(),
        Secrets.copy(key.chainKey()),
        new LinkedHashMap<>());
  }

  /**
   * The chain after a message, and the key of that message.
   *
   * @param messageKey 32 bytes, the caller's to close
   */
  record Advanced(ReceivedChain chain, SecretBytes messageKey) {}

  /**
   * Derives the key of message {@code wanted}; nothing here changes.
   *
   * @throws GroupRejectedException with {@link GroupFault#USED_BEFORE} or {@link
   *     GroupFault#TOO_FAR}
   */
  Advanced advance(E1 e1, int wanted) {
    if (Integer.compareUnsigned(wanted, iteration) < 0) {
      return late(wanted);
    }
    int missing = wanted - iteration;
    if (Integer.compareUnsigned(missing, MOST_SKIPPED) > 0) {
      throw new GroupRejectedException(
          GroupFault.TOO_FAR,
          "missing: " + Integer.toUnsignedString(missing) + " (expected: at most 2000)");
    }
    Map<Integer, SecretBytes> keys = copyOfSkipped();
    ChainStep step = ChainStep.of(e1, chainKey);
    for (int at = iteration; at != wanted; at++) {
      keys.put(at, step.messageKey());
      try (SecretBytes passed = step.next()) {
        step = ChainStep.of(e1, passed);
      }
    }
    evict(keys);
    ReceivedChain next =
        new ReceivedChain(place, stateHash, signingKey, wanted + 1, step.next(), keys);
    return new Advanced(next, step.messageKey());
  }

  private Advanced late(int wanted) {
    Map<Integer, SecretBytes> keys = copyOfSkipped();
    SecretBytes key = keys.remove(wanted);
    if (key == null) {
      keys.values().forEach(SecretBytes::close);
      throw new GroupRejectedException(
          GroupFault.USED_BEFORE,
          "message: " + Integer.toUnsignedString(wanted) + " (expected: one not seen)");
    }
    ReceivedChain next =
        new ReceivedChain(place, stateHash, signingKey, iteration, Secrets.copy(chainKey), keys);
    return new Advanced(next, key);
  }

  /**
   * Whether this is the chain that a repeated distribution is about, be it of an earlier or a later
   * message: the older of the two chain keys leads to the newer one.
   */
  boolean isOf(E1 e1, SenderKeyDistribution key) {
    return place.equals(key.place())
        && stateHash.equals(key.stateHash())
        && signingKey.equals(key.signingKey())
        && hasChainKeyOf(e1, key);
  }

  private boolean hasChainKeyOf(E1 e1, SenderKeyDistribution key) {
    return Integer.compareUnsigned(key.iteration(), iteration) < 0
        ? leads(e1, key.chainKey(), iteration - key.iteration(), chainKey)
        : leads(e1, chainKey, key.iteration() - iteration, key.chainKey());
  }

  /** No honest chain is as long as the most steps that are looked at. */
  private static boolean leads(E1 e1, SecretBytes from, int steps, SecretBytes to) {
    if (Integer.compareUnsigned(steps, MOST_SKIPPED) > 0) {
      return false;
    }
    SecretBytes at = Secrets.copy(from);
    for (int left = steps; left > 0; left--) {
      try (SecretBytes passed = at) {
        ChainStep step = ChainStep.of(e1, passed);
        step.messageKey().close();
        at = step.next();
      }
    }
    try (SecretBytes last = at) {
      return last.matches(to);
    }
  }

  ChainPlace place() {
    return place;
  }

  Hash32 stateHash() {
    return stateHash;
  }

  Ed25519PublicKey signingKey() {
    return signingKey;
  }

  int encodedSize() {
    return FIXED_SIZE + skipped.size() * SKIPPED_SIZE;
  }

  void writeTo(ByteBuffer out) {
    Uuids.write(out, place.group()).putInt(place.epoch()).putInt(place.chain());
    stateHash.writeTo(out);
    signingKey.writeTo(out);
    out.putInt(iteration).put(chainKey.revealView().asByteBuffer());
    out.putShort((short) skipped.size());
    skipped.forEach((at, key) -> out.putInt(at).put(key.revealView().asByteBuffer()));
  }

  static ReceivedChain read(StructureReader in) {
    UUID group = in.uuid();
    ChainPlace place = new ChainPlace(group, in.u32(), in.u32());
    Hash32 stateHash = in.hash();
    Ed25519PublicKey signingKey = in.signingKey();
    int iteration = in.u32();
    SecretBytes chainKey = Secrets.take(in);
    int count = in.u16();
    Map<Integer, SecretBytes> skipped = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      int at = in.u32();
      skipped.put(at, Secrets.take(in));
    }
    if (skipped.size() != count || count > MOST_SKIPPED) {
      throw new KeyRejectedException(
          KeyFault.BAD_LENGTH, "skipped keys: " + count + " (expected: at most 2000, each once)");
    }
    return new ReceivedChain(place, stateHash, signingKey, iteration, chainKey, skipped);
  }

  private Map<Integer, SecretBytes> copyOfSkipped() {
    Map<Integer, SecretBytes> copy = new LinkedHashMap<>();
    skipped.forEach((at, key) -> copy.put(at, Secrets.copy(key)));
    return copy;
  }

  /** The oldest go first. */
  private static void evict(Map<Integer, SecretBytes> keys) {
    var oldest = keys.entrySet().iterator();
    for (int excess = keys.size() - MOST_SKIPPED; excess > 0; excess--) {
      oldest.next().getValue().close();
      oldest.remove();
    }
  }

  @Override
  public void close() {
    chainKey.close();
    skipped.values().forEach(SecretBytes::close);
  }
}
