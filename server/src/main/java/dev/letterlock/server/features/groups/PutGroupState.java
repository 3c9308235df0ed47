package dev.letterlock.server.features.groups;

import dev.letterlock.crypto.DeviceCert;
import dev.letterlock.crypto.group.GroupState;
import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.features.Refusal;
import dev.letterlock.server.features.RefusedException;
import dev.letterlock.server.features.RequestProofs;
import dev.letterlock.server.features.SignedRequest;
import dev.letterlock.server.roster.MembershipCache;
import dev.letterlock.server.roster.RosterCache;
import dev.letterlock.storage.device.DeviceRecord;
import dev.letterlock.storage.device.DeviceStore;
import dev.letterlock.storage.message.GroupStore;
import dev.letterlock.storage.message.SignedGroupState;
import java.util.Optional;
import java.util.Set;

/**
 * Puts the next state of a group in force at the word of a member's device: stored by
 * compare-and-set on the epoch, then the cached membership dropped. When it returns no new message
 * is checked against the old state. The state in force once more is fine. Blocks.
 */
public final class PutGroupState {

  private final DeviceStore devices;
  private final GroupStore groups;
  private final GroupRules rules;
  private final RequestProofs proofs;
  private final RosterCache rosters;
  private final MembershipCache memberships;

  public PutGroupState(
      DeviceStore devices,
      GroupStore groups,
      GroupRules rules,
      RequestProofs proofs,
      RosterCache rosters,
      MembershipCache memberships) {
    this.devices = devices;
    this.groups = groups;
    this.rules = rules;
    this.proofs = proofs;
    this.rosters = rosters;
    this.memberships = memberships;
  }

  /**
   * Puts the state in force.
   *
   * @param caller device that signed the state and the request
   * @return the state in force
   * @throws RefusedException with the reason; {@link Refusal#UNKNOWN_CONVERSATION} to strangers as
   *     if there were no such group
   */
  public SignedGroupState put(
      DeviceAddress caller, ConversationId group, OpaqueBytes encoded, SignedRequest request) {
    DeviceCert cert = certificate(caller);
    proofs.require(caller.user(), cert.signingKey(), request);
    Optional<SignedGroupState> before = groups.latest(group);
    if (before.isPresent()) {
      requireMember(before.get(), caller.user());
      if (before.get().bytes().equals(encoded)) {
        return before.get();
      }
    }
    GroupState state = rules.check(group, encoded, cert, before.orElse(null));
    SignedGroupState next = rules.toStore(state, encoded);
    requireKnown(next, before.map(SignedGroupState::members).orElse(Set.of()));
    if (groups.append(next) == GroupStore.AppendResult.NOT_NEXT) {
      throw new RefusedException(
          Refusal.GROUP_CONFLICT, "epoch: " + next.epoch() + " (expected: the next)");
    }
    memberships.invalidate(group);
    return next;
  }

  private static void requireMember(SignedGroupState state, UserId user) {
    if (!state.members().contains(user)) {
      throw ReadGroup.unknown();
    }
  }

  private void requireKnown(SignedGroupState next, Set<UserId> before) {
    for (UserId member : next.members()) {
      if (!before.contains(member) && !rosters.get(member).known()) {
        throw new RefusedException(
            Refusal.UNKNOWN_USER, "member: " + member + " (expected: a user)");
      }
    }
  }

  private DeviceCert certificate(DeviceAddress device) {
    DeviceRecord record =
        devices
            .byAddress(device)
            .orElseThrow(() ->
                new RefusedException(Refusal.UNKNOWN_DEVICE, "device: unknown (expected: one)"));
    return DeviceCert.parse(record.registered().certificate().toByteArray());
  }
}
