package dev.letterlock.crypto.e2ee.group;

import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.StructureReader;
import dev.letterlock.crypto.group.GroupMember;
import dev.letterlock.crypto.group.GroupState;
import dev.letterlock.crypto.group.KeyFingerprint;
import dev.letterlock.crypto.primitive.KeyFault;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/**
 * A group as this client has verified it, and which messages it takes: docs/E2EE.md §2.8. What was
 * written while this device was away is judged by the state of then, so past states are kept: at
 * most 64 in all, no older than the server keeps messages, and no more than fit a record.
 * Immutable. Stored as {@code ver u8=2 | n u8 | n × (since u64 | size u32 | state)}; version 1 held
 * two states and one time.
 *
 * @param states at least one, each following from the one before
 */
public record GroupView(List<DatedState> states) {

  private static final int VERSION = 2;
  private static final int MOST_STATES = 64;
  private static final int MOST_BYTES = 256 << 10;
  private static final int STATE_HEAD = Long.BYTES + Integer.BYTES;
  private static final long GRACE_MICROS = TimeUnit.HOURS.toMicros(1);
  private static final long RETENTION_MICROS = TimeUnit.DAYS.toMicros(30);

  public GroupView {
    states = List.copyOf(states);
    if (states.isEmpty()) {
      throw new IllegalArgumentException("states: 0 (expected: 1 or more)");
    }
  }

  /**
   * Verifies a group from its first state on, as its maker and everybody who joins does.
   *
   * @param chain all states, at least one
   * @throws GroupRejectedException with {@link GroupFault#BAD_CHAIN}, {@link
   *     GroupFault#SIGNER_NOT_LISTED} or {@link GroupFault#SIGNER_KEY_CHANGED}
   */
  public static GroupView join(E1 e1, List<DatedState> chain, MemberDevices devices) {
    if (chain.isEmpty()) {
      throw new GroupRejectedException(GroupFault.BAD_CHAIN, "states: 0 (expected: 1 or more)");
    }
    new StateProof(e1, devices, null).verify(undated(chain));
    return new GroupView(newest(chain));
  }

  /**
   * Verifies the states that follow.
   *
   * @param next in order; none changes nothing
   * @throws GroupRejectedException as {@link #join}
   */
  public GroupView advance(E1 e1, List<DatedState> next, MemberDevices devices) {
    if (next.isEmpty()) {
      return this;
    }
    new StateProof(e1, devices, current()).verify(undated(next));
    return new GroupView(newest(Stream.concat(states.stream(), next.stream()).toList()));
  }

  /**
   * What proves that a group was split: another state of an epoch that is known here, which follows
   * and is signed as rightly.
   *
   * @throws GroupRejectedException as {@link #join}, or with {@link GroupFault#SPLIT_STATE} if the
   *     state before is not known here any more, so that this one cannot be judged
   */
  public StateEvidence split(E1 e1, GroupState other, MemberDevices devices) {
    int index = indexOf(other.epoch());
    if (index == 0) {
      throw new GroupRejectedException(
          GroupFault.SPLIT_STATE, "state: another (expected: the one verified here)");
    }
    new StateProof(e1, devices, states.get(index - 1).state()).verify(List.of(other));
    return new StateEvidence(states.get(index).state(), other);
  }

  /**
   * Whether the newest state can be verified by somebody who was away: as those lists and keys are
   * that are known now. If not, an admin has to sign the same members anew.
   */
  public boolean isProvable(E1 e1, MemberDevices devices) {
    GroupState before = states.size() > 1 ? states.get(states.size() - 2).state() : null;
    return new StateProof(e1, devices, before).isProof(current());
  }

  /** The newest state. */
  public GroupState current() {
    return states.getLast().state();
  }

  /** The states that are known of later epochs than this, in order. */
  public List<GroupState> after(int epoch) {
    return states.stream()
        .map(DatedState::state)
        .filter(state -> Integer.compareUnsigned(state.epoch(), epoch) > 0)
        .toList();
  }

  /**
   * The state that was in force at a time, or the oldest that is still known.
   *
   * @param serverTime µs since 1970
   */
  public GroupState at(long serverTime) {
    return states.reversed().stream()
        .filter(dated -> dated.since() <= serverTime)
        .findFirst()
        .orElse(states.getFirst())
        .state();
  }

  /**
   * Checks that a message of this epoch by this sender is taken: of the epoch that was in force
   * when the server accepted it, or of the one before within an hour of the change unless the
   * change put one of the two out. Nobody reads what was written while he was no member.
   *
   * @param place of the message
   * @param serverTime when the server accepted the message, µs
   * @return the state that it was written for
   * @throws GroupRejectedException with {@link GroupFault#WRONG_GROUP}, {@link
   *     GroupFault#NOT_A_MEMBER}, {@link GroupFault#STALE_EPOCH} or {@link GroupFault#FUTURE_EPOCH}
   */
  public GroupState requireAccepted(ChainPlace place, UUID sender, UUID reader, long serverTime) {
    if (!place.group().equals(current().group())) {
      throw new GroupRejectedException(
          GroupFault.WRONG_GROUP, "group: " + place.group() + " (expected: another)");
    }
    int index = indexOf(place.epoch());
    GroupState state = states.get(index).state();
    requireMembers(state, sender, reader);
    boolean replaced = index + 1 < states.size() && serverTime > states.get(index + 1).since();
    if (replaced) {
      requireGrace(index + 1, place, serverTime);
      requireMembers(states.get(index + 1).state(), sender, reader);
    }
    return state;
  }

  /**
   * Checks that a sender key was made for a state as it is known here; then its messages are, too.
   *
   * @return the state that it was made for
   * @throws GroupRejectedException with {@link GroupFault#SPLIT_STATE}, or as {@link
   *     #requireAccepted}
   */
  public GroupState requireAccepted(
      E1 e1, SenderKeyDistribution key, UUID sender, UUID reader, long serverTime) {
    GroupState state = requireAccepted(key.place(), sender, reader, serverTime);
    if (!state.stateHash(e1).equals(key.stateHash())) {
      throw new GroupRejectedException(
          GroupFault.SPLIT_STATE, "state hash: another (expected: the one verified here)");
    }
    return state;
  }

  /**
   * Checks that a member who writes is the one whom a state names: a server that shows another
   * account under his id puts nobody in his place.
   *
   * @param state that the message is judged by
   * @param sender a member of it
   * @param isKeyOf whether a key is the pinned one of a user, or one that led to it
   * @throws GroupRejectedException with {@link GroupFault#MEMBER_KEY_CHANGED}
   */
  public static void requireNamed(
      GroupState state, UUID sender, BiPredicate<UUID, KeyFingerprint> isKeyOf) {
    if (!isKeyOf.test(sender, state.roster().member(sender).orElseThrow().accountKey())) {
      throw new GroupRejectedException(
          GroupFault.MEMBER_KEY_CHANGED,
          "account key of " + sender + ": another (expected: named)");
    }
  }

  /**
   * The members whose account key is not the one that the group names, nor one that follows from
   * it: nothing is to be encrypted to them, and the user is to be warned.
   *
   * @param isKeyOf whether a key is the pinned one of a user, or one that led to it
   */
  public List<UUID> keyMismatches(BiPredicate<UUID, KeyFingerprint> isKeyOf) {
    return current().roster().members().stream()
        .filter(member -> !isKeyOf.test(member.user(), member.accountKey()))
        .map(GroupMember::user)
        .toList();
  }

  private int indexOf(int epoch) {
    for (int i = states.size() - 1; i >= 0; i--) {
      if (states.get(i).state().epoch() == epoch) {
        return i;
      }
    }
    if (Integer.compareUnsigned(epoch, current().epoch()) > 0) {
      throw new GroupRejectedException(
          GroupFault.FUTURE_EPOCH,
          "epoch: " + Integer.toUnsignedString(epoch) + " (expected: known)");
    }
    throw stale(epoch);
  }

  /** Only the change right after an epoch leaves it an hour, and only until the next change. */
  private void requireGrace(int change, ChainPlace place, long serverTime) {
    boolean changedAgain =
        change + 1 < states.size() && serverTime > states.get(change + 1).since();
    if (changedAgain || serverTime > states.get(change).since() + GRACE_MICROS) {
      throw stale(place.epoch());
    }
  }

  private static void requireMembers(GroupState state, UUID sender, UUID reader) {
    if (!state.roster().has(sender)) {
      throw new GroupRejectedException(
          GroupFault.NOT_A_MEMBER, "sender: " + sender + " (expected: a member)");
    }
    if (!state.roster().has(reader)) {
      throw new GroupRejectedException(
          GroupFault.NOT_A_MEMBER, "reader: " + reader + " (expected: a member)");
    }
  }

  private static GroupRejectedException stale(int epoch) {
    return new GroupRejectedException(
        GroupFault.STALE_EPOCH,
        "epoch: " + Integer.toUnsignedString(epoch) + " (expected: one in force)");
  }

  private static List<GroupState> undated(List<DatedState> states) {
    return states.stream().map(DatedState::state).toList();
  }

  /** Drops what was replaced too long ago, and what is too much. */
  private static List<DatedState> newest(List<DatedState> states) {
    long oldest = states.getLast().since() - RETENTION_MICROS;
    int from = states.size() - 1;
    int bytes = states.getLast().state().encode().length;
    while (from > 0 && states.size() - from < MOST_STATES && states.get(from).since() >= oldest) {
      bytes += states.get(from - 1).state().encode().length;
      if (bytes > MOST_BYTES) {
        break;
      }
      from--;
    }
    return states.subList(from, states.size());
  }

  public byte[] encode() {
    List<byte[]> encoded = states.stream().map(dated -> dated.state().encode()).toList();
    int size = encoded.stream().mapToInt(state -> STATE_HEAD + state.length).sum();
    ByteBuffer out = ByteBuffer.allocate(2 + size).put((byte) VERSION).put((byte) states.size());
    for (int i = 0; i < states.size(); i++) {
      byte[] state = encoded.get(i);
      out.putLong(states.get(i).since()).putInt(state.length).put(state);
    }
    return out.array();
  }

  /**
   * Reads what {@link #encode} wrote, in this version or the first.
   *
   * @throws KeyRejectedException with {@link KeyFault#BAD_LENGTH}, {@link KeyFault#BAD_VERSION} or
   *     as {@link GroupState#parse}
   */
  public static GroupView decode(byte[] stored) {
    StructureReader in = new StructureReader("group view", stored);
    int version = in.u8();
    return switch (version) {
      case 1 -> decodeTwo(in);
      case VERSION -> decodeAll(in);
      default ->
          throw new KeyRejectedException(
              KeyFault.BAD_VERSION, "group view version: " + version + " (expected: 1 or 2)");
    };
  }

  /** {@code since u64 | previousSize u32 | previous | current to the end}. */
  private static GroupView decodeTwo(StructureReader in) {
    long since = in.u64();
    int size = in.u32();
    List<DatedState> states = new ArrayList<>();
    if (size != 0) {
      states.add(new DatedState(stateOf(in, size), 0));
    }
    states.add(new DatedState(GroupState.parse(in.take(in.remaining())), since));
    return new GroupView(states);
  }

  private static GroupView decodeAll(StructureReader in) {
    int count = in.u8();
    if (count == 0 || count > MOST_STATES) {
      throw new KeyRejectedException(
          KeyFault.BAD_LENGTH, "states: " + count + " (expected: 1 to 64)");
    }
    List<DatedState> states = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long since = in.u64();
      states.add(new DatedState(stateOf(in, in.u32()), since));
    }
    in.end();
    return new GroupView(states);
  }

  private static GroupState stateOf(StructureReader in, int size) {
    if (size < 0 || size > GroupState.MAX_SIZE) {
      throw new KeyRejectedException(KeyFault.BAD_LENGTH, "state: " + size + " B (expected: less)");
    }
    return GroupState.parse(in.take(size));
  }
}
