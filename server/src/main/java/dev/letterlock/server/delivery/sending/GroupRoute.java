package dev.letterlock.server.delivery.sending;

import dev.letterlock.protocol.frame.client.Send;
import dev.letterlock.server.roster.Membership;
import dev.letterlock.server.roster.Roster;
import java.util.List;

/**
 * A route to a group that was looked up.
 *
 * @param own roster of the sender, his own device included
 * @param others rosters of all other members
 */
record GroupRoute(Membership membership, Roster own, List<Roster> others) {

  /** True if the Send takes this route and nothing of it has been replaced since. */
  boolean serves(Send send) {
    if (send.conversationLow() != membership.group().low()
        || send.conversationHigh() != membership.group().high()
        || !membership.isCurrent()
        || !own.servesVersion(send.senderListVersion())) {
      return false;
    }
    for (int i = 0; i < others.size(); i++) {
      if (!others.get(i).servesVersion(0)) {
        return false;
      }
    }
    return true;
  }

  /** True if there are other members, and no device of any of them is reached. */
  boolean reachesNobody() {
    for (int i = 0; i < others.size(); i++) {
      if (others.get(i).size() > 0) {
        return false;
      }
    }
    return !others.isEmpty();
  }

  /** How many devices a Send reaches. */
  int devices() {
    int devices = own.size() - 1;
    for (int i = 0; i < others.size(); i++) {
      devices += others.get(i).size();
    }
    return devices;
  }
}
