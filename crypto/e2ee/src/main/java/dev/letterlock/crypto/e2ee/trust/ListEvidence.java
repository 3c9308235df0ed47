package dev.letterlock.crypto.e2ee.trust;

import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.state.StateReader;
import dev.letterlock.crypto.e2ee.state.StateWriter;
import dev.letterlock.crypto.primitive.Ed25519PublicKey;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import java.util.Optional;

/**
 * Two signed device lists that cannot both be honest, for anybody who knows the account's key to
 * check without trusting whoever shows them: docs/E2EE.md §2.2. Encoded as {@code u8=1 | u32 length
 * | list | u32 length | list}, both lists with their signatures, at most 1,645 bytes.
 *
 * @param pinned the list that was seen first
 * @param shown the list that the server showed then
 */
public record ListEvidence(DeviceList pinned, DeviceList shown) {

  private static final int VERSION = 1;

  /**
   * Reads what {@link #encode} wrote, without judging it.
   *
   * @throws dev.letterlock.crypto.e2ee.state.StateRejectedException if it is malformed
   */
  public static ListEvidence decode(byte[] encoded) {
    StateReader in = new StateReader("list evidence", encoded).version(VERSION);
    ListEvidence evidence = new ListEvidence(StoredLists.read(in), StoredLists.read(in));
    in.end();
    return evidence;
  }

  /** All bytes, to be exported. */
  public byte[] encode() {
    try (StateWriter out = new StateWriter()) {
      return out.u8(VERSION).block(pinned.encode()).block(shown.encode()).toByteArray();
    }
  }

  /**
   * What can be proven by two lists, if anything: anybody can sign a list of any user under a key
   * of his own, so only two under one key say something of the account that this is the key of.
   */
  static Optional<ListEvidence> of(DeviceList pinned, DeviceList shown) {
    return Optional.of(new ListEvidence(pinned, shown)).filter(ListEvidence::isOfOneAccount);
  }

  /** The key whose owner signed both, if this {@linkplain #holds}: whose it is, others know. */
  public Ed25519PublicKey accountKey() {
    return pinned.accountKey();
  }

  /**
   * Whether this proves something of the owner of {@link #accountKey}: both lists are of one user
   * and rightly signed under that one key, and are two of one version, or neighbours of which the
   * newer does not name the older. A mere step back proves nothing to others, as both lists may be
   * honest.
   */
  public boolean holds(E1 e1) {
    try {
      pinned.verify(e1);
      shown.verify(e1);
    } catch (KeyRejectedException e) {
      return false;
    }
    return isOfOneAccount() && !agree(e1);
  }

  private boolean isOfOneAccount() {
    return pinned.user().equals(shown.user()) && pinned.accountKey().equals(shown.accountKey());
  }

  private boolean agree(E1 e1) {
    boolean pinnedFirst = Long.compareUnsigned(pinned.version(), shown.version()) <= 0;
    DeviceList older = pinnedFirst ? pinned : shown;
    DeviceList newer = pinnedFirst ? shown : pinned;
    if (older.version() == newer.version()) {
      return older.listHash(e1).equals(newer.listHash(e1));
    }
    return newer.version() != older.version() + 1 || newer.previous().equals(older.listHash(e1));
  }
}
