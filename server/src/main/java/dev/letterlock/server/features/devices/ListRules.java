package dev.letterlock.server.features.devices;

import dev.letterlock.crypto.AccountKeyRollover;
import dev.letterlock.crypto.DeviceEntry;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.KeyChecks;
import dev.letterlock.crypto.primitive.KeyFault;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import dev.letterlock.crypto.primitive.PublicValue;
import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.features.Refusal;
import dev.letterlock.server.features.RefusedException;
import dev.letterlock.storage.device.SignedDeviceList;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Whether a device list may follow another: docs/E2EE.md §2.2 and §3. The store's compare-and-set
 * repeats the chain check, so two lists that both pass here cannot both win. Some 60 µs a
 * signature: never on an event loop.
 */
public final class ListRules {

  private final E1 e1;
  private final Clock clock;

  public ListRules(E1 e1, Clock clock) {
    this.e1 = e1;
    this.clock = clock;
  }

  /** What a change of the account key without a rollover means. */
  public enum KeyChange {
    /** Refused. */
    FORBIDDEN,
    /**
     * Contacts are warned, verification drops. Only for somebody who has given the password, as
     * this is how an account comes back whose key is lost.
     */
    RESET
  }

  /**
   * Reads a list without judging it.
   *
   * @throws RefusedException {@link Refusal#KEY_REJECTED}
   */
  static DeviceList parse(EncodedList encoded) {
    try {
      return DeviceList.parse(encoded.list().toByteArray());
    } catch (KeyRejectedException e) {
      throw RefusedException.of(e);
    }
  }

  /**
   * Checks everything about a list but who hands it in.
   *
   * @param before the newest list, null if there is none
   * @throws RefusedException {@link Refusal#KEY_REJECTED} or {@link Refusal#LIST_CONFLICT}
   */
  public DeviceList check(
      UserId user, EncodedList next, @Nullable SignedDeviceList before, KeyChange keyChange) {
    try {
      DeviceList list = DeviceList.parse(next.list().toByteArray());
      requireOwner(user, list);
      list.verify(e1);
      KeyChecks.requireFresh(list.created(), clock.instant());
      requireChained(list, next.rollover(), before, keyChange);
      return list;
    } catch (KeyRejectedException e) {
      throw refused(e);
    }
  }

  /** As {@link #check} for the list that an import begins a chain with: any version, any age. */
  public DeviceList checkImported(UserId user, EncodedList first) {
    try {
      DeviceList list = DeviceList.parse(first.list().toByteArray());
      requireOwner(user, list);
      list.verify(e1);
      OpaqueBytes rollover = first.rollover();
      if (rollover != null) {
        AccountKeyRollover.parse(rollover.toByteArray());
      }
      return list;
    } catch (KeyRejectedException e) {
      throw refused(e);
    }
  }

  /**
   * The user whom a list says it is of; nothing else is judged.
   *
   * @throws RefusedException {@link Refusal#KEY_REJECTED}
   */
  public UserId ownerOf(EncodedList encoded) {
    return UserId.of(parse(encoded).user());
  }

  /** The list in the form that is stored. */
  public SignedDeviceList toStore(DeviceList list, EncodedList encoded) {
    return new SignedDeviceList(
        UserId.of(list.user()),
        list.version(),
        opaque(list.previous()),
        opaque(list.listHash(e1)),
        opaque(list.accountKey()),
        list.entries().stream().map(ListRules::entry).toList(),
        encoded.list(),
        encoded.rollover());
  }

  private void requireChained(
      DeviceList list,
      @Nullable OpaqueBytes rollover,
      @Nullable SignedDeviceList before,
      KeyChange keyChange) {
    if (before == null) {
      list.requireFirst();
      requireNoRollover(rollover);
      return;
    }
    DeviceList stored = DeviceList.parse(before.bytes().toByteArray());
    if (rollover != null) {
      AccountKeyRollover.parse(rollover.toByteArray()).requireFollows(e1, stored, list);
    } else {
      requireFollows(list, stored, keyChange);
    }
  }

  private void requireFollows(DeviceList list, DeviceList stored, KeyChange keyChange) {
    try {
      list.requireFollows(e1, stored);
    } catch (KeyRejectedException e) {
      boolean reset = keyChange == KeyChange.RESET && e.fault() == KeyFault.ACCOUNT_KEY_CHANGED;
      if (!reset) {
        throw e;
      }
    }
  }

  private static void requireNoRollover(@Nullable OpaqueBytes rollover) {
    if (rollover != null) {
      throw new RefusedException(
          Refusal.LIST_MISMATCH, "rollover: with a first list (expected: none)");
    }
  }

  private static void requireOwner(UserId user, DeviceList list) {
    if (!user.equals(UserId.of(list.user()))) {
      throw new KeyRejectedException(
          KeyFault.WRONG_OWNER, "list user: another (expected: " + user + ")");
    }
  }

  private static RefusedException refused(KeyRejectedException e) {
    return switch (e.fault()) {
      case BAD_LIST_VERSION, BAD_PREVIOUS_HASH ->
          new RefusedException(Refusal.LIST_CONFLICT, RefusedException.of(e).detail());
      default -> RefusedException.of(e);
    };
  }

  private static SignedDeviceList.Entry entry(DeviceEntry entry) {
    return new SignedDeviceList.Entry(entry.device(), entry.reg(), opaque(entry.certHash()));
  }

  private static OpaqueBytes opaque(PublicValue value) {
    return OpaqueBytes.wrap(value.toByteArray());
  }
}
