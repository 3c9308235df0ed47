package dev.letterlock.client.messenger.trust;

import dev.letterlock.crypto.e2ee.group.DatedState;
import dev.letterlock.crypto.e2ee.group.GroupView;
import dev.letterlock.crypto.group.GroupState;
import java.util.UUID;

/**
 * Two states of one epoch that an honest member can have made: who leaves while somebody else puts
 * him out cannot tell which of the two is in force, and tells his own (docs/E2EE.md §2.8).
 *
 * @param view the group as it was verified here
 * @param told another state of an epoch that is known here
 */
record LostLeave(GroupView view, GroupState told) {

  /**
   * Whether nobody is misled: the teller has left and is out here too, or the reader has left and
   * is out by the other state too.
   */
  boolean explains(UUID teller, UUID reader) {
    boolean toldByLeaver = isLeave(told, teller) && !view.current().roster().has(teller);
    return toldByLeaver || (!told.roster().has(reader) && hasLeft(reader));
  }

  private boolean hasLeft(UUID reader) {
    return view.states().stream()
        .map(DatedState::state)
        .anyMatch(known -> known.epoch() == told.epoch() && isLeave(known, reader));
  }

  private static boolean isLeave(GroupState state, UUID user) {
    return state.signer().user().equals(user) && !state.roster().has(user);
  }
}
