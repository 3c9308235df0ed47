package dev.letterlock.storage.message;

import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.UserId;
import java.util.Set;

/** A conversation and its members. */
public record Conversation(ConversationId id, Set<UserId> members) {
  public Conversation {
    members = Set.copyOf(members);
  }
}
