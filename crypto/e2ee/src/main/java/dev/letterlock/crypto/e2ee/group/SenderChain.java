package dev.letterlock.crypto.e2ee.group;

import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.StructureReader;
import dev.letterlock.crypto.Uuids;
import dev.letterlock.crypto.group.GroupState;
import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.KeyFault;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * This device's own sending chain of one group: docs/E2EE.md §2.8. Immutable; {@link
 * GroupCipher#seal} gives the one to keep next, which must be on disk before the message is sent.
 * Closing wipes the keys. Stored as {@code ver u8=1 | groupId 16 | epoch u32 | chain u32 |
 * stateHash 32 | iter u32 | began u64 ms | CK 32 | SGK seed 32}.
 */
public final class SenderChain implements AutoCloseable {

  private static final int SIZE = 133;
  private static final byte VERSION = 1;
  private static final int MOST_MESSAGES = 1000;
  private static final Duration MOST_AGE = Duration.ofDays(7);

  private final ChainPlace place;
  private final Hash32 stateHash;
  private final int iteration;
  private final long began;
  private final SecretBytes chainKey;
  private final SecretBytes signingSeed;

  private SenderChain(
      ChainPlace place,
      Hash32 stateHash,
      int iteration,
      long began,
      SecretBytes chainKey,
      SecretBytes signingSeed) {
    this.place = place;
    this.stateHash = stateHash;
    this.iteration = iteration;
    this.began = began;
    this.chainKey = chainKey;
    this.signingSeed = signingSeed;
  }

  /** Why a chain has to be replaced before the next message. */
  public enum Rotation {
    /** The group has changed. */
    NEW_EPOCH,
    /** A device that has the key is not one of the group's any more, or its account key changed. */
    DEVICE_LEFT,
    /** 1,000 messages. */
    MANY_MESSAGES,
    /** Seven days. */
    OLD
  }

  /**
   * Begins a chain with fresh keys; it is of use to others once its {@link #distribution} reached
   * them.
   *
   * @param now milliseconds since 1970
   */
  public static SenderChain begin(E1 e1, GroupState state, long now) {
    int chain = ByteBuffer.wrap(e1.sodium().randomBytes(Integer.BYTES)).getInt();
    return new SenderChain(
        new ChainPlace(state.group(), state.epoch(), chain),
        state.stateHash(e1),
        0,
        now,
        e1.sodium().randomSecret(ChainStep.KEY_SIZE),
        e1.sodium().randomSecret(ChainStep.KEY_SIZE));
  }

  /**
   * Whether the next message needs a new chain: new chain key and new signing key (docs/E2EE.md
   * R13).
   *
   * @param state the group's newest
   * @param holders whom the key was given to
   * @param present all devices of all members now
   * @param now milliseconds since 1970
   */
  public Optional<Rotation> due(
      E1 e1, GroupState state, ChainHolders holders, ChainHolders present, long now) {
    if (!stateHash.equals(state.stateHash(e1))) {
      return Optional.of(Rotation.NEW_EPOCH);
    }
    if (!present.containsAll(holders)) {
      return Optional.of(Rotation.DEVICE_LEFT);
    }
    if (Integer.compareUnsigned(iteration, MOST_MESSAGES) >= 0) {
      return Optional.of(Rotation.MANY_MESSAGES);
    }
    boolean old = now - began >= MOST_AGE.toMillis() || now < began - MOST_AGE.toMillis();
    return old ? Optional.of(Rotation.OLD) : Optional.empty();
  }

  /** What the other devices need to open messages from the next one on; the caller closes it. */
  public SenderKeyDistribution distribution(E1 e1) {
    try (Ed25519KeyPair pair = e1.sodium().signingKeyPair(signingSeed)) {
      return new SenderKeyDistribution(
          place, stateHash, iteration, Secrets.copy(chainKey), pair.publicKey());
    }
  }

  public ChainPlace place() {
    return place;
  }

  /** Of the group state in which the chain began. */
  public Hash32 stateHash() {
    return stateHash;
  }

  /** Number of the next message, unsigned. */
  public int iteration() {
    return iteration;
  }

  SecretBytes chainKey() {
    return chainKey;
  }

  SecretBytes signingSeed() {
    return signingSeed;
  }

  /** The chain after a message; takes {@code next}. */
  SenderChain after(SecretBytes next) {
    return new SenderChain(place, stateHash, iteration + 1, began, next, Secrets.copy(signingSeed));
  }

  /** A secret that the caller wipes. */
  public byte[] encode() {
    byte[] encoded = new byte[SIZE];
    ByteBuffer out = ByteBuffer.wrap(encoded).put(VERSION);
    Uuids.write(out, place.group()).putInt(place.epoch()).putInt(place.chain());
    stateHash.writeTo(out);
    out.putInt(iteration).putLong(began);
    out.put(chainKey.revealView().asByteBuffer()).put(signingSeed.revealView().asByteBuffer());
    return encoded;
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws KeyRejectedException with {@link KeyFault#BAD_LENGTH} or {@link KeyFault#BAD_VERSION}
   */
  public static SenderChain decode(byte[] stored) {
    StructureReader in = new StructureReader("sender chain", stored).requireSize(SIZE);
    in.version1();
    UUID group = in.uuid();
    ChainPlace place = new ChainPlace(group, in.u32(), in.u32());
    return new SenderChain(
        place, in.hash(), in.u32(), in.u64(), Secrets.take(in), Secrets.take(in));
  }

  @Override
  public void close() {
    chainKey.close();
    signingSeed.close();
  }

  @Override
  public String toString() {
    return "SenderChain[" + place + ", " + Integer.toUnsignedString(iteration) + "]";
  }
}
