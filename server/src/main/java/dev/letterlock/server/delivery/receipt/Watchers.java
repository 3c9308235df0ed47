package dev.letterlock.server.delivery.receipt;

import dev.letterlock.server.cluster.Node;
import dev.letterlock.server.roster.Roster;
import dev.letterlock.server.session.Recipient;
import dev.letterlock.storage.inbox.ReceiptMark;

/** Names the devices that may be told of a receipt by another node. */
record Watchers(Node node) {

  /** Those of the sender's devices that have no session here. */
  void watch(ReceiptMark receipt, Roster senders) {
    if (node.isAlone()) {
      return;
    }
    for (int i = 0; i < senders.size(); i++) {
      Recipient member = senders.member(i);
      if (member.session() == null) {
        receipt.watch(member.address());
      }
    }
  }
}
