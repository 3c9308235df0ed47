package dev.letterlock.server.delivery;

import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.roster.Roster;
import dev.letterlock.server.roster.Rosters;
import dev.letterlock.storage.StoreUnavailableException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Rosters of which a test says who is in memory and who has to be read. */
public final class HeldRosters implements Rosters {
  private final Map<UserId, Roster> cached = new ConcurrentHashMap<>();
  private final Map<UserId, CompletableFuture<Roster>> readings = new ConcurrentHashMap<>();

  /** The roster is in memory. */
  public void hold(Roster roster) {
    cached.put(roster.user(), roster);
  }

  /** The roster is not in memory any more. */
  public void drop(UserId user) {
    cached.remove(user);
  }

  /** The reading that was asked for ends now. */
  public void found(Roster roster) {
    reading(roster.user()).complete(roster);
  }

  /** The reading that was asked for fails now. */
  public void away(UserId user) {
    reading(user)
        .completeExceptionally(new StoreUnavailableException("away", new RuntimeException("away")));
  }

  public boolean wasRead(UserId user) {
    return readings.containsKey(user);
  }

  @Override
  public @Nullable Roster cached(UserId user) {
    return cached.get(user);
  }

  @Override
  public CompletionStage<Roster> load(UserId user) {
    Roster known = cached.get(user);
    return known == null ? reading(user) : CompletableFuture.completedFuture(known);
  }

  private CompletableFuture<Roster> reading(UserId user) {
    return readings.computeIfAbsent(user, _ -> new CompletableFuture<>());
  }
}
