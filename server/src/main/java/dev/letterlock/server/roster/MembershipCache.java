package dev.letterlock.server.roster;

import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.server.cluster.Announcements;
import dev.letterlock.server.cluster.Notice;
import dev.letterlock.storage.StoreUnavailableException;
import dev.letterlock.storage.message.GroupStore;
import dev.letterlock.storage.message.SignedGroupState;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The memberships in memory, read on virtual threads. One stays until it is invalidated or has not
 * been used for long. Thread-safe.
 */
public final class MembershipCache implements Memberships {
  private static final Duration UNKNOWN_FOR = Duration.ofSeconds(1);
  private static final Duration UNUSED_FOR = Duration.ofHours(1);

  private final GroupStore groups;
  private final Announcements announcements;
  private final AsyncLoadingCache<ConversationId, Membership> cache;
  private volatile @Nullable StoreUnavailableException fault;

  /**
   * Keeps at most so many memberships at the same time.
   *
   * @param threads runs blocking loads; virtual threads
   */
  public MembershipCache(
      GroupStore groups, long most, Executor threads, Announcements announcements) {
    this.groups = groups;
    this.announcements = announcements;
    this.cache =
        Caffeine.newBuilder()
            .maximumSize(most)
            .executor(threads)
            .expireAfter(new Lifetime())
            .removalListener(MembershipCache::retire)
            .buildAsync(
                (group, executor) -> CompletableFuture.supplyAsync(() -> read(group), executor));
  }

  @Override
  public @Nullable Membership cached(ConversationId group) {
    return cache.synchronous().getIfPresent(group);
  }

  @Override
  public CompletionStage<Membership> load(ConversationId group) {
    CompletableFuture<Membership> loading = cache.get(group);
    return loading
        .thenCompose(
            found -> found != null && overtaken(group, loading) ? cache.get(group) : loading)
        .thenApply(this::requireRead);
  }

  /**
   * Forgets a group's membership on every node. Once this has returned, no answer of this one rests
   * on what was stored before the call; a change of the group calls it before it answers.
   */
  public void invalidate(ConversationId group) {
    forget(group);
    announcements.announce(new Notice.GroupChanged(group));
  }

  /** Forgets every membership here. */
  public void forgetAll() {
    cache.synchronous().asMap().keySet().forEach(this::forget);
  }

  /** Forgets a group's membership here: another node has changed it. */
  public void forget(ConversationId group) {
    Membership old = cached(group);
    cache.synchronous().invalidate(group);
    if (old != null) {
      old.retire();
    }
  }

  /** Null while the store is away: the cache does not keep it, and would log an exception. */
  private @Nullable Membership read(ConversationId group) {
    try {
      return groups
          .latest(group)
          .map(MembershipCache::membership)
          .orElseGet(() -> new Membership(group, 0, Set.of()));
    } catch (StoreUnavailableException e) {
      fault = e;
      return null;
    }
  }

  private static Membership membership(SignedGroupState state) {
    return new Membership(state.group(), state.epoch(), state.members());
  }

  private Membership requireRead(@Nullable Membership found) {
    if (found == null) {
      throw new StoreUnavailableException(
          "group: not read (expected: a store that answers)", Objects.requireNonNull(fault));
    }
    return found;
  }

  /** An invalidation came while this was being read: what was read may be old. */
  @SuppressWarnings("ReferenceEquality") // the very same reading is meant
  private boolean overtaken(ConversationId group, CompletableFuture<Membership> loading) {
    return cache.getIfPresent(group) != loading;
  }

  private static void retire(
      @Nullable ConversationId group, @Nullable Membership old, @Nullable Object cause) {
    if (old != null) {
      old.retire();
    }
  }

  /** Keeps what is in use; that a group does not exist may change soon. */
  private static final class Lifetime implements Expiry<ConversationId, Membership> {

    @Override
    public long expireAfterCreate(ConversationId group, Membership found, long now) {
      return (found.exists() ? UNUSED_FOR : UNKNOWN_FOR).toNanos();
    }

    @Override
    public long expireAfterUpdate(ConversationId group, Membership found, long now, long left) {
      return expireAfterCreate(group, found, now);
    }

    @Override
    public long expireAfterRead(ConversationId group, Membership found, long now, long left) {
      return found.exists() ? UNUSED_FOR.toNanos() : left;
    }
  }
}
