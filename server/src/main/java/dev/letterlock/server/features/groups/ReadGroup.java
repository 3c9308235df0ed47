package dev.letterlock.server.features.groups;

import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.features.Refusal;
import dev.letterlock.server.features.RefusedException;
import dev.letterlock.server.features.Throttle;
import dev.letterlock.server.limits.RateLimit;
import dev.letterlock.server.limits.Subject;
import dev.letterlock.storage.message.GroupStore;
import dev.letterlock.storage.message.SignedGroupState;
import java.util.ArrayList;
import java.util.List;

/** Hands out the states of a group to its members. Blocks. */
public final class ReadGroup {

  private static final int MOST_STATES = 64;
  private static final int MOST_BYTES = 512 << 10;

  private final GroupStore groups;
  private final Throttle throttle;

  public ReadGroup(GroupStore groups, Throttle throttle) {
    this.groups = groups;
    this.throttle = throttle;
  }

  /**
   * A part of a chain.
   *
   * @param epoch in force, u32 in a long
   * @param states in order; the last has {@code epoch} unless there are more
   */
  public record Chain(long epoch, List<SignedGroupState> states) {}

  /**
   * The states after an epoch, as many as fit into an answer.
   *
   * @param after u32 in a long; 0 for all
   * @throws RefusedException {@link Refusal#UNKNOWN_CONVERSATION}, to strangers as if it were none
   */
  public Chain after(UserId asker, ConversationId group, long after) {
    throttle.charge(RateLimit.LIST_READ, Subject.of(asker));
    SignedGroupState newest =
        groups
            .latest(group)
            .filter(state -> state.members().contains(asker))
            .orElseThrow(ReadGroup::unknown);
    return new Chain(newest.epoch(), fitting(groups.chain(group, after, MOST_STATES)));
  }

  static RefusedException unknown() {
    return new RefusedException(
        Refusal.UNKNOWN_CONVERSATION, "group: unknown (expected: one of yours)");
  }

  private static List<SignedGroupState> fitting(List<SignedGroupState> states) {
    List<SignedGroupState> fitting = new ArrayList<>();
    int bytes = 0;
    for (SignedGroupState state : states) {
      bytes += state.bytes().size();
      if (bytes > MOST_BYTES) {
        break;
      }
      fitting.add(state);
    }
    return fitting;
  }
}
