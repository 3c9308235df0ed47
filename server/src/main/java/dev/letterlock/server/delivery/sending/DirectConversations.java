package dev.letterlock.server.delivery.sending;

import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.UserId;
import java.util.concurrent.CompletionStage;

/** The direct conversations of two users. Thread-safe; never blocks. */
public interface DirectConversations {

  /** True if these two are known to share the conversation, which may also be a group. */
  boolean known(ConversationId conversation, UserId one, UserId other);

  /**
   * True if a Send of {@code sender} needs nothing more: he is known to have sent in their
   * conversation before, or they are known to share the group.
   */
  boolean knownSender(ConversationId conversation, UserId sender, UserId recipient);

  /** True if this is the id that the conversation of these two has (docs/E2EE.md §2.10a). */
  boolean isIdOf(ConversationId conversation, UserId one, UserId other);

  /**
   * Makes sure that the conversation exists, with exactly these two members, and that it says that
   * {@code sender} sends in it. Fails while the store is away. Completed on any thread.
   */
  CompletionStage<Void> create(ConversationId conversation, UserId sender, UserId recipient);

  /** True if these two share the conversation, or the group; fails as {@link #create}. */
  CompletionStage<Boolean> exists(ConversationId conversation, UserId one, UserId other);
}
