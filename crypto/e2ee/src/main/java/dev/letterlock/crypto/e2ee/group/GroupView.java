package dev.letterlock.crypto.e2ee.group;

import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.StructureReader;
import dev.letterlock.crypto.group.GroupMember;
import dev.letterlock.crypto.group.GroupState;
import dev.letterlock.crypto.group.KeyFingerprint;
import dev.letterlock.crypto.primitive.Ed25519PublicKey;
import dev.letterlock.crypto.primitive.KeyFault;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A group as this client has verified it, and which messages it takes: docs/E2EE.md §2.8.
 * Immutable. Stored as {@code ver u8=1 | since u64 | previousSize u32 | previous | current to the
 * end}.
 *
 * @param current the newest state
 * @param previous the one before, null while the first is in force or for somebody who has joined
 *     just now
 * @param since when {@code current} came into force, by the server's clock, µs since 1970
 */
public record GroupView(GroupState current, @Nullable GroupState previous, long since) {

  private static final byte VERSION = 1;
  private static final int HEAD = 1 + Long.BYTES + Integer.BYTES;
  private static final long GRACE_MICROS =
      TimeUnit.MILLISECONDS.toMicros(Duration.ofHours(1).toMillis());

  /**
   * Verifies a group from its first state on, as its maker and everybody who joins does. Who joins
   * reads nothing of earlier epochs.
   *
   * @param chain all states, at least one
   * @param since when the last came into force, server time in µs
   * @throws GroupRejectedException with {@link GroupFault#BAD_CHAIN}, {@link
   *     GroupFault#SIGNER_NOT_LISTED} or {@link GroupFault#SIGNER_KEY_CHANGED}
   */
  public static GroupView join(E1 e1, List<GroupState> chain, MemberDevices devices, long since) {
    if (chain.isEmpty()) {
      throw new GroupRejectedException(GroupFault.BAD_CHAIN, "states: 0 (expected: 1 or more)");
    }
    new StateProof(e1, devices, null).verify(chain);
    return new GroupView(chain.getLast(), null, since);
  }

  /**
   * Verifies the states that follow.
   *
   * @param next in order; none changes nothing
   * @param newSince when the last of them came into force, server time in µs
   * @throws GroupRejectedException as {@link #join}
   */
  public GroupView advance(E1 e1, List<GroupState> next, MemberDevices devices, long newSince) {
    if (next.isEmpty()) {
      return this;
    }
    new StateProof(e1, devices, current).verify(next);
    GroupState before = next.size() == 1 ? current : next.get(next.size() - 2);
    return new GroupView(next.getLast(), before, newSince);
  }

  /**
   * Checks that a message of this epoch by this sender is taken: the current epoch, or the one
   * before within an hour of the change unless the change put the sender out.
   *
   * @param place of the message
   * @param serverTime when the server accepted the message, µs
   * @throws GroupRejectedException with {@link GroupFault#WRONG_GROUP}, {@link
   *     GroupFault#NOT_A_MEMBER}, {@link GroupFault#STALE_EPOCH} or {@link GroupFault#FUTURE_EPOCH}
   */
  public void requireAccepted(ChainPlace place, UUID sender, long serverTime) {
    if (!place.group().equals(current.group())) {
      throw new GroupRejectedException(
          GroupFault.WRONG_GROUP, "group: " + place.group() + " (expected: another)");
    }
    GroupState state = stateOf(place.epoch(), serverTime);
    if (!state.roster().has(sender) || !current.roster().has(sender)) {
      throw new GroupRejectedException(
          GroupFault.NOT_A_MEMBER, "sender: " + sender + " (expected: a member)");
    }
  }

  /**
   * Checks that a sender key was made for a state as it is known here; then its messages are, too.
   *
   * @throws GroupRejectedException with {@link GroupFault#SPLIT_STATE}, or as {@link
   *     #requireAccepted}
   */
  public void requireAccepted(E1 e1, SenderKeyDistribution key, UUID sender, long serverTime) {
    requireAccepted(key.place(), sender, serverTime);
    GroupState state = stateOf(key.place().epoch(), serverTime);
    if (!state.stateHash(e1).equals(key.stateHash())) {
      throw new GroupRejectedException(
          GroupFault.SPLIT_STATE, "state hash: another (expected: the one verified here)");
    }
  }

  /**
   * The members whose pinned account key is not the one that the group names: nothing is to be
   * encrypted to them, and the user is to be warned.
   *
   * @param pinned the account key that is pinned of a user, if any
   */
  public List<UUID> keyMismatches(E1 e1, Function<UUID, Optional<Ed25519PublicKey>> pinned) {
    return current.roster().members().stream()
        .filter(member -> isOther(e1, member, pinned.apply(member.user())))
        .map(GroupMember::user)
        .toList();
  }

  private static boolean isOther(E1 e1, GroupMember member, Optional<Ed25519PublicKey> accountKey) {
    return accountKey
        .map(key -> !KeyFingerprint.of(e1, key).equals(member.accountKey()))
        .orElse(false);
  }

  private GroupState stateOf(int epoch, long serverTime) {
    if (epoch == current.epoch()) {
      return current;
    }
    if (Integer.compareUnsigned(epoch, current.epoch()) > 0) {
      throw new GroupRejectedException(
          GroupFault.FUTURE_EPOCH,
          "epoch: " + Integer.toUnsignedString(epoch) + " (expected: known)");
    }
    GroupState before = previous;
    if (before == null || epoch != before.epoch() || serverTime > since + GRACE_MICROS) {
      throw new GroupRejectedException(
          GroupFault.STALE_EPOCH,
          "epoch: " + Integer.toUnsignedString(epoch) + " (expected: the current one)");
    }
    return before;
  }

  public byte[] encode() {
    GroupState before = previous;
    byte[] earlier = before == null ? new byte[0] : before.encode();
    byte[] now = current.encode();
    return ByteBuffer.allocate(HEAD + earlier.length + now.length)
        .put(VERSION)
        .putLong(since)
        .putInt(earlier.length)
        .put(earlier)
        .put(now)
        .array();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws KeyRejectedException with {@link KeyFault#BAD_LENGTH}, {@link KeyFault#BAD_VERSION} or
   *     as {@link GroupState#parse}
   */
  public static GroupView decode(byte[] stored) {
    StructureReader in = new StructureReader("group view", stored);
    in.version1();
    long since = in.u64();
    int size = in.u32();
    if (size < 0 || size > GroupState.MAX_SIZE) {
      throw new KeyRejectedException(
          KeyFault.BAD_LENGTH, "previous state: " + size + " B (expected: less)");
    }
    byte[] earlier = in.take(size);
    GroupState current = GroupState.parse(in.take(in.remaining()));
    return new GroupView(current, size == 0 ? null : GroupState.parse(earlier), since);
  }
}
