package dev.letterlock.server.delivery.sending;

import dev.letterlock.protocol.frame.client.Send;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.roster.Roster;

/**
 * A direct route that was looked up.
 *
 * @param own roster of the sender, his own device included
 * @param theirs roster of the recipient; {@code own} itself for notes to oneself
 */
record Route(UserId recipient, ConversationId conversation, Roster own, Roster theirs) {

  /** True for notes to oneself. */
  boolean toSelf() {
    return own == theirs;
  }

  /** True if the Send takes this route and neither roster has been replaced since. */
  boolean serves(Send send) {
    return send.recipientLow() == recipient.low()
        && send.recipientHigh() == recipient.high()
        && send.conversationLow() == conversation.low()
        && send.conversationHigh() == conversation.high()
        && own.servesVersion(send.senderListVersion())
        && theirs.servesVersion(send.recipientListVersion());
  }
}
