package dev.letterlock.crypto.e2ee.trust;

import dev.letterlock.crypto.AccountKeyRollover;
import dev.letterlock.crypto.DeviceCert;
import dev.letterlock.crypto.DeviceEntry;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.primitive.Ed25519PublicKey;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.KeyFault;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a client has seen of one user's account: the newest list under the account key that it pins,
 * whether a person has compared the safety number, and a new key that waits to be acknowledged
 * (docs/E2EE.md §2.2 and §2.10). A value that never changes and holds no secret. Safe for any
 * thread.
 */
public final class DeviceListPins {

  static final int MOST_REJECTED = 16;

  private final DeviceList list;
  private final boolean verified;
  private final @Nullable DeviceList pending;

  /** Hashes of lists that a person has refused, the oldest first. */
  private final List<Hash32> rejected;

  /** Only where nothing was verified, refused or waits. */
  private final @Nullable DeviceList replaced;

  DeviceListPins(
      DeviceList list, boolean verified, @Nullable DeviceList pending, List<Hash32> rejected) {
    this(list, verified, pending, rejected, null);
  }

  private DeviceListPins(
      DeviceList list,
      boolean verified,
      @Nullable DeviceList pending,
      List<Hash32> rejected,
      @Nullable DeviceList replaced) {
    this.list = list;
    this.verified = verified;
    this.pending = pending;
    this.rejected = List.copyOf(rejected);
    this.replaced = replaced;
  }

  /** Pins that followed a reset, since nobody had compared the key of the list from before. */
  static DeviceListPins following(DeviceList list, DeviceList replaced) {
    return new DeviceListPins(list, false, null, List.of(), replaced);
  }

  /**
   * Pins the first list seen of an account, on trust in the server that only the safety number can
   * replace.
   *
   * @param user whom the client asked for
   * @throws KeyRejectedException with {@link KeyFault#BAD_SIGNATURE}, {@link KeyFault#WRONG_OWNER}
   *     or, for version 1, {@link KeyFault#BAD_PREVIOUS_HASH}
   */
  public static DeviceListPins first(E1 e1, UUID user, DeviceList list) {
    requireOwner(user, list);
    list.verify(e1);
    if (list.version() == 1) {
      list.requireFirst();
    }
    return new DeviceListPins(list, false, null, List.of());
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws dev.letterlock.crypto.e2ee.state.StateRejectedException if it is damaged
   */
  public static DeviceListPins decode(byte[] encoded) {
    return StoredPins.decode(encoded);
  }

  /** At most 2,160 bytes; of the lowest version that can say it. */
  public byte[] encode() {
    return StoredPins.encode(this);
  }

  /** The newest list under the pinned account key. */
  public DeviceList list() {
    return list;
  }

  public Ed25519PublicKey accountKey() {
    return list.accountKey();
  }

  /** Whether a person has compared the safety number of the pinned account key. */
  public boolean isVerified() {
    return verified;
  }

  /** The list under a new account key that has to be acknowledged before anything is sent. */
  public Optional<DeviceList> pendingReset() {
    return Optional.ofNullable(pending);
  }

  /**
   * The list that a reset has replaced without a person's word, as nobody had compared its key;
   * until that word it can be gone {@linkplain #reject back} to.
   */
  public Optional<DeviceList> replaced() {
    return Optional.ofNullable(replaced);
  }

  /** Hashes of the lists that a person has refused, the oldest first. */
  List<Hash32> rejected() {
    return rejected;
  }

  /** These pins once a person has compared the safety number. */
  public DeviceListPins verify() {
    return new DeviceListPins(list, true, pending, rejected);
  }

  /** These pins once a person has accepted the new account key, unverified. */
  public DeviceListPins acknowledge() {
    boolean nothing = pending == null && replaced == null;
    return nothing
        ? this
        : new DeviceListPins(pending == null ? list : pending, false, null, List.of());
  }

  /**
   * These pins once a person has refused the account key of {@link #pendingReset}, or the one that
   * has {@link #replaced} another: the list from before is in force. The refused one is not told of
   * again, at least until 15 others were refused too, and every further reset waits for a word.
   */
  public DeviceListPins reject(E1 e1) {
    DeviceList refused = pending == null ? list : pending;
    DeviceList before = pending == null ? replaced : list;
    if (before == null) {
      return this;
    }
    List<Hash32> hashes = new ArrayList<>(rejected);
    hashes.add(refused.listHash(e1));
    int first = Math.max(0, hashes.size() - MOST_REJECTED);
    return new DeviceListPins(before, verified, null, hashes.subList(first, hashes.size()));
  }

  /**
   * Judges a list that the server shows. If it shows several, each is to be observed, oldest first.
   *
   * @param rollover served beside the list, or null
   * @throws KeyRejectedException if the list is of another user or not rightly signed; that proves
   *     nothing, as anybody could have made it
   */
  public PinOutcome observe(E1 e1, DeviceList shown, @Nullable AccountKeyRollover rollover) {
    requireOwner(list.user(), shown);
    if (rejected.contains(shown.listHash(e1))) {
      return new PinOutcome.Unchanged(this);
    }
    if (pending == null) {
      return judge(e1, shown, rollover);
    }
    PinOutcome next =
        new DeviceListPins(pending, false, null, List.of()).judge(e1, shown, rollover);
    return switch (next) {
      case PinOutcome.Unchanged _ -> new PinOutcome.Unchanged(this);
      case PinOutcome.Alarmed(_, PinAlarm alarm, Optional<ListEvidence> evidence) ->
          new PinOutcome.Alarmed(this, alarm, evidence);
      case PinOutcome.Advanced _, PinOutcome.RolledOver _, PinOutcome.AccountKeyReset _ ->
          new PinOutcome.AccountKeyReset(
              new DeviceListPins(list, verified, next.pins().list, rejected));
    };
  }

  /**
   * Judges a list of the client's own account. A new key is followed only with a rollover: nobody
   * but this account can have asked for a reset, and whoever was pinned would get a copy of all
   * that is sent.
   *
   * @return never a reset, but {@link PinAlarm#OWN_KEY_REPLACED}
   * @throws KeyRejectedException as {@link #observe}
   */
  public PinOutcome observeOwn(E1 e1, DeviceList shown, @Nullable AccountKeyRollover rollover) {
    DeviceListPins own = new DeviceListPins(list, verified, null, List.of());
    PinOutcome outcome = own.judge(e1, shown, rollover);
    return outcome instanceof PinOutcome.AccountKeyReset
        ? own.alarm(PinAlarm.OWN_KEY_REPLACED, shown)
        : outcome;
  }

  private PinOutcome judge(E1 e1, DeviceList shown, @Nullable AccountKeyRollover rollover) {
    requireOwner(list.user(), shown);
    shown.verify(e1);
    int order = Long.compareUnsigned(shown.version(), list.version());
    if (order < 0) {
      return alarm(PinAlarm.ROLLBACK, shown);
    }
    if (order > 0) {
      return newer(e1, shown, rollover);
    }
    return shown.listHash(e1).equals(list.listHash(e1))
        ? new PinOutcome.Unchanged(this)
        : alarm(PinAlarm.SPLIT_VIEW, shown);
  }

  private PinOutcome alarm(PinAlarm alarm, DeviceList shown) {
    return new PinOutcome.Alarmed(this, alarm, ListEvidence.of(list, shown));
  }

  private PinOutcome newer(E1 e1, DeviceList shown, @Nullable AccountKeyRollover rollover) {
    boolean next = shown.version() == list.version() + 1;
    if (next && !shown.previous().equals(list.listHash(e1))) {
      return alarm(PinAlarm.BROKEN_CHAIN, shown);
    }
    if (shown.accountKey().equals(list.accountKey())) {
      return new PinOutcome.Advanced(at(shown), !next);
    }
    if (rollover != null && vouches(e1, rollover, shown)) {
      return new PinOutcome.RolledOver(at(shown));
    }
    boolean asks = verified || !rejected.isEmpty();
    return new PinOutcome.AccountKeyReset(
        asks
            ? new DeviceListPins(list, verified, shown, rejected)
            : following(shown, replaced == null ? list : replaced));
  }

  /** The same pins, further along the chain. */
  private DeviceListPins at(DeviceList next) {
    return new DeviceListPins(next, verified, null, rejected, replaced);
  }

  private boolean vouches(E1 e1, AccountKeyRollover rollover, DeviceList shown) {
    try {
      rollover.requireFollows(e1, list, shown);
      return true;
    } catch (KeyRejectedException e) {
      return false;
    }
  }

  /**
   * The only way to a device that may be encrypted to.
   *
   * @throws TrustRejectedException unless the pinned list names the certificate and no key change
   *     waits to be acknowledged
   * @throws KeyRejectedException with {@link KeyFault#BAD_SIGNATURE}
   */
  public TrustedDevice trust(E1 e1, DeviceCert cert) {
    if (pending != null) {
      throw new TrustRejectedException(
          TrustFault.KEY_CHANGE_UNACKNOWLEDGED, "account key: changed (expected: acknowledged)");
    }
    DeviceEntry entry = DeviceEntry.of(e1, cert);
    if (!cert.address().user().equals(list.user()) || !list.entries().contains(entry)) {
      throw new TrustRejectedException(
          TrustFault.NOT_LISTED, "certificate: unknown (expected: one that the list names)");
    }
    cert.verify(e1);
    return new TrustedDevice(cert, entry.certHash(), list.version());
  }

  private static void requireOwner(UUID user, DeviceList list) {
    if (!list.user().equals(user)) {
      throw new KeyRejectedException(
          KeyFault.WRONG_OWNER, "user: " + list.user() + " (expected: " + user + ")");
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DeviceListPins that
        && list.equals(that.list)
        && verified == that.verified
        && Objects.equals(pending, that.pending)
        && rejected.equals(that.rejected)
        && Objects.equals(replaced, that.replaced);
  }

  @Override
  public int hashCode() {
    return Objects.hash(list, verified, pending, rejected, replaced);
  }
}
