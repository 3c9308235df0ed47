package dev.letterlock.server.features.receipts;

import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.features.Refusal;
import dev.letterlock.server.features.RefusedException;
import dev.letterlock.storage.message.Conversation;
import dev.letterlock.storage.message.ConversationStore;
import dev.letterlock.storage.message.GroupStore;
import dev.letterlock.storage.message.ReceiptStore;
import dev.letterlock.storage.message.ReceiptWatermark;
import java.util.List;
import java.util.Optional;

/** Who has received and read up to when, for participants only. Blocks. */
public final class ReadReceipts {

  private final ConversationStore conversations;
  private final GroupStore groups;
  private final ReceiptStore receipts;

  public ReadReceipts(ConversationStore conversations, GroupStore groups, ReceiptStore receipts) {
    this.conversations = conversations;
    this.groups = groups;
    this.receipts = receipts;
  }

  /**
   * The watermarks of a conversation, or of a group's present members.
   *
   * @throws RefusedException {@link Refusal#UNKNOWN_CONVERSATION}, to strangers as if it were none
   */
  public List<ReceiptWatermark> of(UserId asker, ConversationId id) {
    Conversation conversation =
        conversations
            .byId(id)
            .or(() -> group(id))
            .filter(found -> found.members().contains(asker))
            .orElseThrow(() ->
                new RefusedException(
                    Refusal.UNKNOWN_CONVERSATION,
                    "conversation: unknown (expected: one of yours)"));
    return receipts.of(conversation);
  }

  private Optional<Conversation> group(ConversationId id) {
    return groups.latest(id).map(state -> new Conversation(id, state.members()));
  }
}
