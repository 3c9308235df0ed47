package dev.letterlock.server.roster;

import com.github.benmanes.caffeine.cache.AsyncCacheLoader;
import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.cluster.Announcements;
import dev.letterlock.server.cluster.Notice;
import dev.letterlock.server.metrics.Meters;
import dev.letterlock.server.metrics.ServerMetrics;
import dev.letterlock.storage.StoreUnavailableException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The rosters in memory, read on virtual threads. A roster stays until it is invalidated; one that
 * is used is read again each hour, and if the store is away then the old one serves on, so that
 * messages between users who are known here flow without the store.
 */
public final class RosterCache implements Rosters {

  /** Half of the connections that a store has: others read it, too. */
  private static final int MOST_READS = 32;

  private static final Duration UNKNOWN_FOR = Duration.ofSeconds(1);
  private static final Duration UNUSED_FOR = Duration.ofHours(6);
  private static final Duration REFRESH_AFTER = Duration.ofHours(1);

  private final Reading reading;
  private final Announcements announcements;
  private final AsyncLoadingCache<UserId, Roster> cache;

  /**
   * Keeps at most so many rosters at the same time.
   *
   * @param threads runs blocking loads; virtual threads
   */
  public RosterCache(
      RosterLoader loader,
      long most,
      Executor threads,
      Announcements announcements,
      ServerMetrics metrics) {
    this.reading = new Reading(loader);
    this.announcements = announcements;
    this.cache =
        Caffeine.newBuilder()
            .maximumSize(most)
            .executor(threads)
            .refreshAfterWrite(REFRESH_AFTER)
            .expireAfter(new Lifetime())
            .removalListener(RosterCache::retire)
            .buildAsync(reading);
    metrics.counter(Meters.ROSTER_LOADS, reading.loads::sum);
    metrics.gauge(Meters.ROSTERS, () -> (double) cache.synchronous().estimatedSize());
  }

  /** The roster if it is in memory, at once and without allocation. */
  @Override
  public @Nullable Roster cached(UserId user) {
    return cache.synchronous().getIfPresent(user);
  }

  @Override
  public CompletionStage<Roster> load(UserId user) {
    CompletableFuture<Roster> loading = cache.get(user);
    return loading
        .thenCompose(
            roster -> roster != null && overtaken(user, loading) ? cache.get(user) : loading)
        .thenApply(this::requireRead);
  }

  /**
   * As {@link #load}, for threads that may block.
   *
   * @throws dev.letterlock.storage.StoreUnavailableException while the store is away
   */
  public Roster get(UserId user) {
    try {
      return load(user).toCompletableFuture().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /**
   * Forgets a user's roster on every node. Once this has returned, no answer of this one rests on
   * what was stored before the call; requests that change devices call it before they answer.
   */
  public void invalidate(UserId user) {
    forget(user);
    announcements.announce(new Notice.RosterChanged(user));
  }

  /** Forgets a user's roster here: another node has changed it. */
  public void forget(UserId user) {
    Roster old = cached(user);
    cache.synchronous().invalidate(user);
    retire(user, old, null);
  }

  /** Forgets every roster here. */
  public void forgetAll() {
    cache.synchronous().asMap().keySet().forEach(this::forget);
  }

  private static void retire(@Nullable UserId user, @Nullable Roster old, @Nullable Object cause) {
    if (old != null) {
      old.retire();
    }
  }

  private Roster requireRead(@Nullable Roster roster) {
    if (roster == null) {
      throw new StoreUnavailableException(
          "roster: not read (expected: a store that answers)",
          Objects.requireNonNull(reading.fault));
    }
    return roster;
  }

  /** An invalidation came while this was being read: what was read may be old. */
  @SuppressWarnings("ReferenceEquality") // the very same reading is meant
  private boolean overtaken(UserId user, CompletableFuture<Roster> loading) {
    return cache.getIfPresent(user) != loading;
  }

  /**
   * Reads rosters for the cache. A store that is away gives null, which the cache does not keep;
   * the cache would write an exception to a log of its own, once for every message.
   */
  private static final class Reading implements AsyncCacheLoader<UserId, Roster> {
    private final RosterLoader loader;
    private final Turnstile turns = new Turnstile(MOST_READS);
    private final LongAdder loads = new LongAdder();
    private volatile @Nullable StoreUnavailableException fault;

    Reading(RosterLoader loader) {
      this.loader = loader;
    }

    @Override
    public CompletableFuture<Roster> asyncLoad(UserId user, Executor threads) {
      return CompletableFuture.supplyAsync(() -> read(user, null), threads);
    }

    @Override
    public CompletableFuture<Roster> asyncReload(UserId user, Roster old, Executor threads) {
      return CompletableFuture.supplyAsync(() -> read(user, old), threads);
    }

    private @Nullable Roster read(UserId user, @Nullable Roster otherwise) {
      loads.increment();
      try {
        return turns.pass(() -> loader.load(user));
      } catch (StoreUnavailableException e) {
        fault = e;
        return otherwise;
      }
    }
  }

  /** Keeps what is in use; that somebody does not exist may change soon, however often asked. */
  private static final class Lifetime implements Expiry<UserId, Roster> {

    @Override
    public long expireAfterCreate(UserId user, Roster roster, long now) {
      return (roster.known() ? UNUSED_FOR : UNKNOWN_FOR).toNanos();
    }

    @Override
    public long expireAfterUpdate(UserId user, Roster roster, long now, long left) {
      return expireAfterCreate(user, roster, now);
    }

    @Override
    public long expireAfterRead(UserId user, Roster roster, long now, long left) {
      return roster.known() ? UNUSED_FOR.toNanos() : left;
    }
  }
}
