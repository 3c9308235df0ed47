package dev.letterlock.server.delivery.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.letterlock.crypto.ConversationIds;
import dev.letterlock.crypto.E1;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.delivery.sending.DirectConversations;
import dev.letterlock.server.roster.Membership;
import dev.letterlock.server.roster.Memberships;
import dev.letterlock.storage.message.ConversationStore;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Direct conversations in the store, with those in memory that were used lately. A conversation
 * that exists never changes its members, so the memory needs no invalidation. Two members of a
 * group share it as they would a direct conversation, whose id a group never has. Thread-safe.
 */
public final class StoredConversations implements DirectConversations {
  private static final int REMEMBERED = 200_000;

  private final ConversationStore store;
  private final Memberships groups;
  private final E1 e1;
  private final Executor threads;
  private final Cache<ConversationId, Boolean> existing =
      Caffeine.newBuilder().maximumSize(REMEMBERED).build();
  private final Cache<Sender, Boolean> senders =
      Caffeine.newBuilder().maximumSize(REMEMBERED).build();

  /** One who has sent in a direct conversation. */
  private record Sender(ConversationId conversation, UserId user) {}

  /**
   * @param threads virtual threads, on which the store may block
   */
  public StoredConversations(ConversationStore store, Memberships groups, E1 e1, Executor threads) {
    this.store = store;
    this.groups = groups;
    this.e1 = e1;
    this.threads = threads;
  }

  @Override
  public boolean known(ConversationId conversation, UserId one, UserId other) {
    if (existing.getIfPresent(conversation) != null) {
      return isIdOf(conversation, one, other);
    }
    return knownGroup(conversation, one, other);
  }

  @Override
  public boolean knownSender(ConversationId conversation, UserId sender, UserId recipient) {
    if (senders.getIfPresent(new Sender(conversation, sender)) != null) {
      return isIdOf(conversation, sender, recipient);
    }
    return knownGroup(conversation, sender, recipient);
  }

  @Override
  public boolean isIdOf(ConversationId conversation, UserId one, UserId other) {
    UUID id = ConversationIds.direct(e1, one.toUuid(), other.toUuid());
    return id.equals(conversation.toUuid());
  }

  @Override
  public CompletionStage<Void> create(
      ConversationId conversation, UserId sender, UserId recipient) {
    return CompletableFuture.runAsync(
        () -> {
          if (store.createDirect(conversation, sender, recipient)) {
            existing.put(conversation, true);
            senders.put(new Sender(conversation, sender), true);
          }
        },
        threads);
  }

  @Override
  public CompletionStage<Boolean> exists(ConversationId conversation, UserId one, UserId other) {
    if (!isIdOf(conversation, one, other)) {
      return groups.load(conversation).thenApply(group -> shared(group, one, other));
    }
    return CompletableFuture.supplyAsync(() -> remember(conversation, one), threads);
  }

  private boolean knownGroup(ConversationId conversation, UserId one, UserId other) {
    Membership group = groups.cached(conversation);
    return group != null && shared(group, one, other);
  }

  private static boolean shared(Membership group, UserId one, UserId other) {
    return group.has(one) && group.has(other);
  }

  private boolean remember(ConversationId conversation, UserId member) {
    boolean exists = store.isMember(conversation, member);
    if (exists) {
      existing.put(conversation, true);
    }
    return exists;
  }
}
