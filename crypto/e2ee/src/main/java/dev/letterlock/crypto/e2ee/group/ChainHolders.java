package dev.letterlock.crypto.e2ee.group;

import dev.letterlock.crypto.DeviceAddress;
import dev.letterlock.crypto.StructureReader;
import dev.letterlock.crypto.Uuids;
import dev.letterlock.crypto.group.KeyFingerprint;
import dev.letterlock.crypto.primitive.KeyFault;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The devices that were given a sender key (docs/E2EE.md §2.8). Kept apart from the chain, which
 * changes with every message. Immutable. Stored as {@code ver u8=1 | n u32 | n x (user 16 | device
 * u32 | reg u32 | AIK fingerprint 16)}.
 */
public record ChainHolders(Set<ChainHolder> holders) {

  public static final ChainHolders NOBODY = new ChainHolders(Set.of());

  private static final byte VERSION = 1;
  private static final int HEAD = 1 + Integer.BYTES;
  private static final int ENTRY = Uuids.SIZE + 2 * Integer.BYTES + KeyFingerprint.SIZE;

  public ChainHolders {
    holders = Collections.unmodifiableSet(new LinkedHashSet<>(holders));
  }

  /** These and those. */
  public ChainHolders with(Collection<ChainHolder> more) {
    Set<ChainHolder> all = new LinkedHashSet<>(holders);
    all.addAll(more);
    return new ChainHolders(all);
  }

  /** These but not those. */
  public ChainHolders without(Collection<ChainHolder> fewer) {
    Set<ChainHolder> left = new LinkedHashSet<>(holders);
    left.removeAll(fewer);
    return new ChainHolders(left);
  }

  /** Those among {@code present} who still have to be given the key. */
  public Set<ChainHolder> lacking(ChainHolders present) {
    return present.holders.stream()
        .filter(device -> !holders.contains(device))
        .collect(Collectors.toUnmodifiableSet());
  }

  boolean containsAll(ChainHolders others) {
    return holders.containsAll(others.holders);
  }

  public byte[] encode() {
    ByteBuffer out = ByteBuffer.allocate(HEAD + holders.size() * ENTRY);
    out.put(VERSION).putInt(holders.size());
    for (ChainHolder holder : holders) {
      DeviceAddress device = holder.device();
      Uuids.write(out, device.user()).putInt(device.device()).putInt(device.reg());
      out.putLong(holder.accountKey().high()).putLong(holder.accountKey().low());
    }
    return out.array();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws KeyRejectedException with {@link KeyFault#BAD_LENGTH} or {@link KeyFault#BAD_VERSION}
   */
  public static ChainHolders decode(byte[] stored) {
    StructureReader in = new StructureReader("chain holders", stored);
    in.version1();
    int count = in.u32();
    Set<ChainHolder> holders = new LinkedHashSet<>();
    for (int i = 0; i < count; i++) {
      DeviceAddress device = new DeviceAddress(in.uuid(), in.u32(), in.u32());
      holders.add(new ChainHolder(device, new KeyFingerprint(in.u64(), in.u64())));
    }
    in.end();
    if (holders.size() != count) {
      throw new KeyRejectedException(
          KeyFault.BAD_LENGTH, "holders: one twice (expected: each once)");
    }
    return new ChainHolders(holders);
  }
}
