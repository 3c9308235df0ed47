package dev.letterlock.crypto.e2ee.trust;

import dev.letterlock.crypto.AccountKeyRollover;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.state.StateReader;
import dev.letterlock.crypto.e2ee.state.StateWriter;
import dev.letterlock.crypto.group.KeyFingerprint;
import dev.letterlock.crypto.primitive.Ed25519PublicKey;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The account keys of one user of which each vouched for the next, up to the pinned one: what was
 * said under any of them is that user's word (docs/E2EE.md §2.2). A reset begins another lineage.
 * Immutable, no secret. Stored as {@code ver u8=1 | n u8 | n × AIK fingerprint 16}.
 *
 * @param keys fingerprints, the newest first; 1 to 64, the oldest are forgotten
 */
public record KeyLineage(List<KeyFingerprint> keys) {

  private static final int VERSION = 1;
  private static final int MOST = 64;

  public KeyLineage {
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("keys: 0 (expected: 1 to 64)");
    }
    keys = List.copyOf(keys.subList(0, Math.min(keys.size(), MOST)));
  }

  /** Of a key of which nothing from before is known. */
  public static KeyLineage of(E1 e1, Ed25519PublicKey accountKey) {
    return new KeyLineage(List.of(KeyFingerprint.of(e1, accountKey)));
  }

  /** The fingerprint of the pinned key. */
  public KeyFingerprint current() {
    return keys.getFirst();
  }

  /** Whether the pinned key is this one, or follows from it. */
  public boolean has(KeyFingerprint key) {
    return keys.contains(key);
  }

  /** The lineage once the pinned key has vouched for this one. */
  public KeyLineage rolledOverTo(KeyFingerprint next) {
    List<KeyFingerprint> longer = new ArrayList<>(keys);
    longer.addFirst(next);
    return new KeyLineage(longer);
  }

  /**
   * The lineage with what the step from an older list to the one after it proves: nothing more if
   * both are under one key.
   *
   * @param older believed for the hash that {@code newer} names
   * @param newer a list under the oldest key here that was verified, or believed in the same way
   * @param rollover served beside {@code newer}, or null
   * @throws KeyRejectedException if {@code newer} does not follow, or nothing vouches for its key
   */
  public KeyLineage reachingTo(
      E1 e1, DeviceList older, DeviceList newer, @Nullable AccountKeyRollover rollover) {
    if (older.accountKey().equals(newer.accountKey()) || rollover == null) {
      newer.requireFollows(e1, older);
      return this;
    }
    rollover.requireFollows(e1, older, newer);
    List<KeyFingerprint> longer = new ArrayList<>(keys);
    longer.add(KeyFingerprint.of(e1, older.accountKey()));
    return new KeyLineage(longer);
  }

  public byte[] encode() {
    try (StateWriter out = new StateWriter()) {
      out.u8(VERSION).u8(keys.size());
      keys.forEach(key -> out.u64(key.high()).u64(key.low()));
      return out.toByteArray();
    }
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws dev.letterlock.crypto.e2ee.state.StateRejectedException if it is damaged
   */
  public static KeyLineage decode(byte[] encoded) {
    StateReader in = new StateReader("key lineage", encoded).version(VERSION);
    int count = in.count8(MOST);
    if (count == 0) {
      throw in.badValue("keys: 0 (expected: 1 to 64)");
    }
    List<KeyFingerprint> keys = new ArrayList<>();
    for (int left = count; left > 0; left--) {
      keys.add(new KeyFingerprint(in.u64(), in.u64()));
    }
    in.end();
    return new KeyLineage(keys);
  }
}
