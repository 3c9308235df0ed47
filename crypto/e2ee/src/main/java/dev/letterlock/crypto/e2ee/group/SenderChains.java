package dev.letterlock.crypto.e2ee.group;

import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.StructureReader;
import dev.letterlock.crypto.primitive.KeyFault;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The chains of one other device in one group, the five newest: docs/E2EE.md §2.8. Keep one for
 * each (group, user, device); whoever gave the keys by his pairwise session is the author of what
 * they open. Immutable; a copy shares keys with those made from it, so close only the last. Stored
 * as {@code ver u8=1 | n u8 | n x chain}.
 */
public final class SenderChains implements AutoCloseable {

  private static final int MOST = 5;
  private static final byte VERSION = 1;
  private static final int HEAD = 2;

  private final List<ReceivedChain> chains;

  private SenderChains(List<ReceivedChain> chains) {
    this.chains = List.copyOf(chains);
  }

  /** Before the first key has come. */
  public static SenderChains none() {
    return new SenderChains(List.of());
  }

  /**
   * Takes a key that came by a pairwise session. One that is here already, as it is or was, changes
   * nothing.
   *
   * @throws GroupRejectedException with {@link GroupFault#CHAIN_CONFLICT} for any other key under
   *     the name of one that is here
   */
  public SenderChains with(E1 e1, SenderKeyDistribution key) {
    Optional<ReceivedChain> present = find(key.place());
    if (present.isPresent()) {
      if (!present.get().isOf(e1, key)) {
        throw new GroupRejectedException(
            GroupFault.CHAIN_CONFLICT, "chain: with other keys (expected: those of the first)");
      }
      return this;
    }
    List<ReceivedChain> more = new ArrayList<>(chains);
    more.add(ReceivedChain.of(key));
    return new SenderChains(more.subList(Math.max(0, more.size() - MOST), more.size()));
  }

  /** Whether a message of this chain can be opened. */
  public boolean knows(ChainPlace place) {
    return find(place).isPresent();
  }

  Optional<ReceivedChain> find(ChainPlace place) {
    return chains.stream().filter(chain -> chain.place().equals(place)).findFirst();
  }

  /** With {@code next} in place of the chain of the same place. */
  SenderChains with(ReceivedChain next) {
    return new SenderChains(
        chains.stream().map(chain -> chain.place().equals(next.place()) ? next : chain).toList());
  }

  /** A secret that the caller wipes. */
  public byte[] encode() {
    int size = HEAD + chains.stream().mapToInt(ReceivedChain::encodedSize).sum();
    byte[] encoded = new byte[size];
    ByteBuffer out = ByteBuffer.wrap(encoded).put(VERSION).put((byte) chains.size());
    chains.forEach(chain -> chain.writeTo(out));
    return encoded;
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws KeyRejectedException with {@link KeyFault#BAD_LENGTH} or {@link KeyFault#BAD_VERSION}
   */
  public static SenderChains decode(byte[] stored) {
    StructureReader in = new StructureReader("sender chains", stored);
    in.version1();
    int count = in.u8();
    List<ReceivedChain> chains = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      chains.add(ReceivedChain.read(in));
    }
    in.end();
    long places = chains.stream().map(ReceivedChain::place).distinct().count();
    if (places != count || count > MOST) {
      throw new KeyRejectedException(
          KeyFault.BAD_LENGTH, "chains: " + count + " (expected: at most 5, each once)");
    }
    return new SenderChains(chains);
  }

  @Override
  public void close() {
    chains.forEach(ReceivedChain::close);
  }

  @Override
  public String toString() {
    return "SenderChains[" + chains.size() + "]";
  }
}
