package dev.letterlock.crypto.e2ee.group;

import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.group.GroupMember;
import dev.letterlock.crypto.group.GroupState;
import dev.letterlock.crypto.primitive.Ed25519PublicKey;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Verifies a run of group states (docs/E2EE.md §2.8). Each has to follow from the one before and to
 * be signed by a listed device of the account that is in the group. A device that signed long ago
 * may be gone from its list, its account have begun anew: its state counts if a later one, signed
 * by somebody who was an admin in the last state that was proven, names its hash; whoever joins
 * trusts in the same way the one who added him. Used once.
 */
final class StateProof {

  private final E1 e1;
  private final MemberDevices devices;
  private @Nullable GroupState proven;
  private @Nullable GroupState before;

  /**
   * @param trusted the newest state that was proven, null for somebody who joins
   */
  StateProof(E1 e1, MemberDevices devices, @Nullable GroupState trusted) {
    this.e1 = e1;
    this.devices = devices;
    this.proven = trusted;
    this.before = trusted;
  }

  /**
   * Verifies states that follow.
   *
   * @param states in order, from the first state of the group or the one after {@code trusted}
   * @throws GroupRejectedException with {@link GroupFault#BAD_CHAIN}, {@link
   *     GroupFault#SIGNER_NOT_LISTED} or {@link GroupFault#SIGNER_KEY_CHANGED}
   */
  void verify(List<GroupState> states) {
    boolean joining = proven == null;
    GroupFault unproven = GroupFault.SIGNER_NOT_LISTED;
    for (GroupState state : states) {
      requireLinked(state);
      boolean signed = isSigned(state) && (joining || mayVouch(state));
      if (signed && isByMember(state)) {
        proven = state;
      }
      before = state;
      unproven = signed ? GroupFault.SIGNER_KEY_CHANGED : GroupFault.SIGNER_NOT_LISTED;
    }
    requireProven(unproven);
  }

  /** Whether a state needs no later one to count. */
  boolean isProof(GroupState state) {
    return isSigned(state) && isByMember(state);
  }

  /** The others count by the word of the newest. */
  private void requireProven(GroupFault unproven) {
    GroupState newest = before;
    if (newest != null && !newest.equals(proven)) {
      throw new GroupRejectedException(
          unproven,
          "signer: "
              + newest.signer().user()
              + " (expected: with a listed device, under the account key that is in the group)");
    }
  }

  private void requireLinked(GroupState state) {
    try {
      GroupState last = before;
      if (last == null) {
        state.requireFirst(e1);
      } else {
        state.requireFollows(e1, last);
      }
    } catch (KeyRejectedException e) {
      throw new GroupRejectedException(
          GroupFault.BAD_CHAIN, "state: " + e.fault() + " (expected: the next of its group)");
    }
  }

  /** Right after what was proven the link is enough; over a gap only an admin of then counts. */
  private boolean mayVouch(GroupState state) {
    GroupState trusted = proven;
    if (trusted == null || trusted.equals(before)) {
      return true;
    }
    return trusted.roster().member(state.signer().user()).filter(GroupMember::isAdmin).isPresent();
  }

  private boolean isSigned(GroupState state) {
    Optional<Ed25519PublicKey> device =
        devices.signingKey(state.signer().user(), state.signer().device());
    if (device.isEmpty()) {
      return false;
    }
    try {
      state.verify(e1, device.get());
      return true;
    } catch (KeyRejectedException e) {
      return false;
    }
  }

  /**
   * Whether the account that signed is the one that is in the group: before the state, or nobody
   * could tell the member from somebody whom the server put in his place; and after it.
   */
  private boolean isByMember(GroupState state) {
    UUID signer = state.signer().user();
    GroupState trusted = proven;
    return Stream.of(Optional.of(state), Optional.ofNullable(trusted), Optional.ofNullable(before))
        .flatMap(Optional::stream)
        .flatMap(known -> known.roster().member(signer).stream())
        .allMatch(member -> devices.isKeyOf(signer, member.accountKey()));
  }
}
