package dev.letterlock.storage.message;

import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.UserId;
import java.util.Optional;

/**
 * Who is in which conversation. Every method blocks, refuses event loops, and throws {@link
 * dev.letterlock.storage.StoreUnavailableException} while the database is away.
 */
public interface ConversationStore {
  /**
   * Makes a direct conversation of exactly these two (one, if they are the same), if there is none
   * yet, and notes that {@code sender} sends in it. Returns false if the id belongs to other
   * members; repeating is harmless.
   */
  boolean createDirect(ConversationId conversation, UserId sender, UserId recipient);

  /** True if this member has sent in the direct conversation. */
  boolean hasSent(ConversationId conversation, UserId member);

  Optional<Conversation> byId(ConversationId conversation);

  /** False also for a conversation that does not exist. */
  default boolean isMember(ConversationId conversation, UserId user) {
    return byId(conversation).map(found -> found.members().contains(user)).orElse(false);
  }
}
