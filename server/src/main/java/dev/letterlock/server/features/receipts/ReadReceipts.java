package dev.letterlock.server.features.receipts;

import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.features.Refusal;
import dev.letterlock.server.features.RefusedException;
import dev.letterlock.storage.message.Conversation;
import dev.letterlock.storage.message.ConversationStore;
import dev.letterlock.storage.message.ReceiptStore;
import dev.letterlock.storage.message.ReceiptWatermark;
import java.util.List;

/** Who has received and read up to when, for participants only. Blocks. */
public final class ReadReceipts {

  private final ConversationStore conversations;
  private final ReceiptStore receipts;

  public ReadReceipts(ConversationStore conversations, ReceiptStore receipts) {
    this.conversations = conversations;
    this.receipts = receipts;
  }

  /**
   * The watermarks of a conversation.
   *
   * @throws RefusedException {@link Refusal#UNKNOWN_CONVERSATION}, to strangers as if it were none
   */
  public List<ReceiptWatermark> of(UserId asker, ConversationId id) {
    Conversation conversation =
        conversations
            .byId(id)
            .filter(found -> found.members().contains(asker))
            .orElseThrow(() ->
                new RefusedException(
                    Refusal.UNKNOWN_CONVERSATION,
                    "conversation: unknown (expected: one of yours)"));
    return receipts.of(conversation);
  }
}
