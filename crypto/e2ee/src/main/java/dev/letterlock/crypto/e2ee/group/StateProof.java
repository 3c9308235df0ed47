package dev.letterlock.crypto.e2ee.group;

import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.group.MemberDevices.MemberDevice;
import dev.letterlock.crypto.group.GroupMember;
import dev.letterlock.crypto.group.GroupState;
import dev.letterlock.crypto.group.KeyFingerprint;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Verifies a run of group states (docs/E2EE.md §2.8). Each has to follow from the one before and to
 * be signed by a listed device. A device that signed long ago may be gone from its list: its state
 * counts if a later one, signed by somebody who was an admin in the last state that was proven,
 * names its hash; whoever joins trusts in the same way the one who added him. Used once.
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
    GroupState newest = null;
    for (GroupState state : states) {
      requireLinked(state);
      boolean vouched = isSigned(state) && (joining || mayVouch(state));
      if (vouched) {
        proven = state;
      }
      before = state;
      newest = state;
    }
    if (newest != null && !newest.equals(proven)) {
      throw new GroupRejectedException(
          GroupFault.SIGNER_NOT_LISTED,
          "signer: " + newest.signer().user() + " (expected: with a listed device)");
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
    Optional<MemberDevice> device = devices.find(state.signer().user(), state.signer().device());
    if (device.isEmpty()) {
      return false;
    }
    try {
      state.verify(e1, device.get().signingKey());
    } catch (KeyRejectedException e) {
      return false;
    }
    requireSignersKey(state, KeyFingerprint.of(e1, device.get().accountKey()));
    return true;
  }

  /**
   * The state itself says which account key its signer has; one who leaves is in the one before.
   */
  private void requireSignersKey(GroupState state, KeyFingerprint known) {
    Optional<GroupMember> signer = state.roster().member(state.signer().user());
    GroupState last = before;
    if (signer.isEmpty() && last != null) {
      signer = last.roster().member(state.signer().user());
    }
    if (signer.filter(member -> member.accountKey().equals(known)).isEmpty()) {
      throw new GroupRejectedException(
          GroupFault.SIGNER_KEY_CHANGED,
          "signer's account key: another (expected: the one that is pinned)");
    }
  }
}
