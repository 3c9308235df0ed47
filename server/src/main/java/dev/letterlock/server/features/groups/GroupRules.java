package dev.letterlock.server.features.groups;

import dev.letterlock.crypto.DeviceCert;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.KeyChecks;
import dev.letterlock.crypto.group.GroupMember;
import dev.letterlock.crypto.group.GroupSigner;
import dev.letterlock.crypto.group.GroupState;
import dev.letterlock.crypto.primitive.KeyFault;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import dev.letterlock.crypto.primitive.PublicValue;
import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.features.Refusal;
import dev.letterlock.server.features.RefusedException;
import dev.letterlock.storage.message.SignedGroupState;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether a group state may follow another: docs/E2EE.md §2.8 and §3. The store's compare-and-set
 * repeats the chain check, so two states that both pass here cannot both win. Some 60 µs a
 * signature and a look at the signer's lists: never on an event loop.
 */
public final class GroupRules {

  private final E1 e1;
  private final Clock clock;
  private final SignerKeys signers;

  public GroupRules(E1 e1, Clock clock, SignerKeys signers) {
    this.e1 = e1;
    this.clock = clock;
    this.signers = signers;
  }

  /**
   * Checks everything about a state but whether its members exist.
   *
   * @param group that the request names
   * @param signer the device that hands it in, which must have signed it
   * @param before the state in force, null if there is none
   * @throws RefusedException {@link Refusal#KEY_REJECTED}, {@link Refusal#GROUP_CONFLICT} or {@link
   *     Refusal#UNKNOWN_CONVERSATION}
   */
  GroupState check(
      ConversationId group,
      OpaqueBytes encoded,
      DeviceCert signer,
      @Nullable SignedGroupState before) {
    try {
      GroupState state = GroupState.parse(encoded.toByteArray());
      requireSigner(state, signer);
      if (!group.equals(ConversationId.of(state.group()))) {
        throw new KeyRejectedException(
            KeyFault.BAD_GROUP_ID, "group: " + state.group() + " (expected: " + group + ")");
      }
      state.verify(e1, signer.signingKey());
      KeyChecks.requireFresh(state.created(), clock.instant());
      GroupState inForce = before == null ? null : GroupState.parse(before.bytes().toByteArray());
      if (inForce == null) {
        requireBeginning(state);
        state.requireFirst(e1);
      } else {
        state.requireFollows(e1, inForce);
      }
      signers.requireMember(state, inForce);
      return state;
    } catch (KeyRejectedException e) {
      throw refused(e);
    }
  }

  /** The state in the form that is stored; it comes into force now. */
  SignedGroupState toStore(GroupState state, OpaqueBytes encoded) {
    return new SignedGroupState(
        ConversationId.of(state.group()),
        Integer.toUnsignedLong(state.epoch()),
        opaque(state.previous()),
        opaque(state.stateHash(e1)),
        state.roster().members().stream()
            .map(GroupMember::user)
            .map(UserId::of)
            .collect(Collectors.toSet()),
        ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()),
        encoded);
  }

  /** A later state of a group that does not exist is answered as to a stranger. */
  private static void requireBeginning(GroupState state) {
    if (state.epoch() != GroupState.FIRST_EPOCH) {
      throw ReadGroup.unknown();
    }
  }

  private static void requireSigner(GroupState state, DeviceCert device) {
    GroupSigner caller = new GroupSigner(device.address().user(), device.address().device());
    if (!state.signer().equals(caller)) {
      throw new KeyRejectedException(
          KeyFault.NOT_AUTHORISED, "signer: another device (expected: the one that asks)");
    }
  }

  private static RefusedException refused(KeyRejectedException e) {
    return switch (e.fault()) {
      case BAD_EPOCH, BAD_PREVIOUS_HASH ->
          new RefusedException(Refusal.GROUP_CONFLICT, RefusedException.of(e).detail());
      default -> RefusedException.of(e);
    };
  }

  private static OpaqueBytes opaque(PublicValue value) {
    return OpaqueBytes.wrap(value.toByteArray());
  }
}
