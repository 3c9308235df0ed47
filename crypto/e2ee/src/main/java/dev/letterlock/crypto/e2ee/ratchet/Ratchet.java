package dev.letterlock.crypto.e2ee.ratchet;

import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.Label;
import dev.letterlock.crypto.e2ee.OpenFault;
import dev.letterlock.crypto.e2ee.OpenRejectedException;
import dev.letterlock.crypto.e2ee.RecordHeader;
import dev.letterlock.crypto.e2ee.primitive.FreshKeys;
import dev.letterlock.crypto.e2ee.state.StateReader;
import dev.letterlock.crypto.e2ee.state.StateWriter;
import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.crypto.primitive.X25519KeyPair;
import dev.letterlock.crypto.primitive.X25519PublicKey;
import java.security.SecureRandom;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One end of a Double Ratchet (docs/E2EE.md §2.5): {@code RK' || CK = KDF(RK, "E1:ratchet", DH(s,
 * r), 64)}. A working copy that changes at every call and owns its secrets: read it from bytes, use
 * it once, and write it back only if the tag of the record was good; otherwise close it and keep
 * the old bytes. For one thread.
 *
 * <p>The sending half of a step waits until there is something to send, so that its key is as fresh
 * as can be and receiving needs no randomness. A peer therefore cannot step twice in a row.
 */
public final class Ratchet implements AutoCloseable {

  /** How many keys one record may skip, both chains together. */
  public static final int MAX_JUMP = 1000;

  /** How many skipped keys a session keeps; the oldest goes first. */
  public static final int MAX_STORED = 2000;

  /** How many of the peer's chains may still be read from, the current one included. */
  public static final int MAX_CHAINS = 5;

  /** How long a skipped key is kept. */
  public static final Duration MAX_AGE = Duration.ofDays(30);

  private static final int KEY_SIZE = 32;

  private final E1 e1;
  private final StoredKeys stored;
  private SecretBytes root;
  private X25519KeyPair own;
  private int previousCount;
  private @Nullable ChainKey sending;
  private @Nullable ReceivingChain receiving;

  private Ratchet(E1 e1, SecretBytes root, X25519KeyPair own, StoredKeys stored) {
    this.e1 = e1;
    this.root = root;
    this.own = own;
    this.stored = stored;
  }

  /**
   * The end that began the handshake and may send at once.
   *
   * @param rootKey RK, 32 bytes, the caller's to close
   * @param signedPreKey SPK of the peer
   * @param random 32 bytes become the first ratchet key
   */
  public static Ratchet initiator(
      E1 e1, SecretBytes rootKey, X25519PublicKey signedPreKey, SecureRandom random) {
    X25519KeyPair own = FreshKeys.agreementKeyPair(e1.sodium(), random);
    Ratchet ratchet = new Ratchet(e1, rootKey.copy(), own, new StoredKeys());
    ratchet.sending = ratchet.step(signedPreKey);
    return ratchet;
  }

  /**
   * The end that answers; it has to receive before it can send.
   *
   * @param rootKey RK, 32 bytes, the caller's to close
   * @param signedPreKey SPK pair of this device, the caller's to close
   */
  public static Ratchet responder(E1 e1, SecretBytes rootKey, X25519KeyPair signedPreKey) {
    return new Ratchet(e1, rootKey.copy(), signedPreKey.copy(), new StoredKeys());
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws dev.letterlock.crypto.e2ee.state.StateRejectedException if it is damaged
   */
  public static Ratchet read(E1 e1, StateReader in) {
    SecretBytes root = in.secret();
    X25519KeyPair own = in.agreementKeyPair();
    int previousCount = in.u32();
    ChainKey sending = in.flag() ? ChainKey.read(in) : null;
    ReceivingChain receiving =
        in.flag() ? new ReceivingChain(in.agreementKey(), ChainKey.read(in)) : null;
    if (sending == null && receiving == null) {
      throw in.badValue("ratchet: without a chain (expected: one or two)");
    }
    Ratchet ratchet = new Ratchet(e1, root, own, StoredKeys.read(in));
    ratchet.previousCount = previousCount;
    ratchet.sending = sending;
    ratchet.receiving = receiving;
    return ratchet;
  }

  /** Appends all of the state, secrets too: 103 bytes, 36 or 68 a chain and 44 a stored key. */
  public void write(StateWriter out) {
    out.secret(root).value(own.publicKey()).secret(own.secretKey()).u32(previousCount);
    out.flag(sending != null);
    if (sending != null) {
      sending.write(out);
    }
    out.flag(receiving != null);
    if (receiving != null) {
      out.value(receiving.dh());
      receiving.chain().write(out);
    }
    stored.write(out);
  }

  /**
   * Takes the next key for sending, after a DH step if the peer has taken one.
   *
   * @param random 32 bytes become the next ratchet key, if there is a step
   * @throws IllegalStateException in a responder that has received nothing
   */
  public SendingStep nextSending(SecureRandom random) {
    ChainKey chain = sending;
    if (chain == null) {
      if (receiving == null) {
        throw new IllegalStateException("ratchet: nothing received (expected: a first record)");
      }
      own.close();
      own = FreshKeys.agreementKeyPair(e1.sodium(), random);
      chain = step(receiving.dh());
      sending = chain;
    }
    int count = chain.next();
    return new SendingStep(own.publicKey(), previousCount, count, chain.advance(e1));
  }

  /**
   * Finds or derives the key of a record.
   *
   * @param now milliseconds since 1970
   * @return MK, 32 bytes, the caller's to close
   * @throws OpenRejectedException with {@link OpenFault#NO_MESSAGE_KEY} or {@link
   *     OpenFault#TOO_FAR_AHEAD}; this working copy is then worthless, as it is after a bad tag
   * @throws dev.letterlock.crypto.primitive.KeyRejectedException if dh is of low order
   */
  public SecretBytes receivingKey(RecordHeader header, long now) {
    expire(now);
    SecretBytes kept = stored.take(header.dh(), header.count());
    if (kept != null) {
      return kept;
    }
    ReceivingChain chain = receiving;
    if (chain == null || !chain.dh().equals(header.dh())) {
      chain = nextChain(chain, header, now);
      receiving = chain;
    } else {
      requireAhead(chain.chain().distanceTo(header.count()));
    }
    skip(chain, header.count(), now);
    return chain.chain().advance(e1);
  }

  /** Drops skipped keys that were kept for longer than {@link #MAX_AGE}; false if none was. */
  public boolean expire(long now) {
    return stored.dropBefore(now - MAX_AGE.toMillis());
  }

  /** Whether the peer's last step has not been answered by one of this end. */
  public boolean awaitsSending() {
    return sending == null;
  }

  /** Whether this end began the handshake or has sent since. */
  public boolean hasSent() {
    return sending != null || previousCount != 0;
  }

  /** How many skipped keys are kept. */
  public int storedKeys() {
    return stored.size();
  }

  private ReceivingChain nextChain(@Nullable ReceivingChain last, RecordHeader header, long now) {
    if (last != null) {
      long left = Math.max(0, last.chain().distanceTo(header.previousCount()));
      requireAhead(sending == null ? -1 : left + Integer.toUnsignedLong(header.count()));
      skip(last, header.previousCount(), now);
      last.chain().close();
      stored.keepChains(MAX_CHAINS - 1);
    } else {
      requireAhead(Integer.toUnsignedLong(header.count()));
    }
    ChainKey chain = step(header.dh());
    if (sending != null) {
      previousCount = sending.next();
      sending.close();
      sending = null;
    }
    return new ReceivingChain(header.dh(), chain);
  }

  /** Stores the keys before message {@code count}; at most {@link #MAX_JUMP}, as was checked. */
  private void skip(ReceivingChain from, int count, long now) {
    while (from.chain().distanceTo(count) > 0) {
      int skipped = from.chain().next();
      stored.put(from.dh(), skipped, from.chain().advance(e1), now);
    }
  }

  private ChainKey step(X25519PublicKey remote) {
    try (SecretBytes shared = e1.sodium().agree(own.secretKey(), remote);
        SecretBytes both = e1.kdfOfSecrets(root, Label.RATCHET, 2 * KEY_SIZE, shared)) {
      root.close();
      root = both.part(0, KEY_SIZE);
      return new ChainKey(both.part(KEY_SIZE, 2 * KEY_SIZE), 0);
    }
  }

  private static void requireAhead(long distance) {
    if (distance < 0) {
      throw new OpenRejectedException(
          OpenFault.NO_MESSAGE_KEY, "record: read before or never sent (expected: new)");
    }
    if (distance > MAX_JUMP) {
      throw new OpenRejectedException(
          OpenFault.TOO_FAR_AHEAD, "jump: " + distance + " (expected: at most " + MAX_JUMP + ")");
    }
  }

  @Override
  public void close() {
    root.close();
    own.close();
    stored.close();
    if (sending != null) {
      sending.close();
    }
    if (receiving != null) {
      receiving.chain().close();
    }
  }
}
