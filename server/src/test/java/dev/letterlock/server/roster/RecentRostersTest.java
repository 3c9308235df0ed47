package dev.letterlock.server.roster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.protocol.id.UserId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecentRostersTest {
  private final Shelf shelf = new Shelf();
  private final RecentRosters recent = new RecentRosters(shelf);

  @Test
  void asksOnceForEachUser() {
    Roster one = shelf.put(1);
    Roster other = shelf.put(2);

    assertThat(recent.cached(7, 1)).isSameAs(one).isSameAs(recent.cached(7, 1));
    assertThat(recent.cached(7, 2)).isSameAs(other).isSameAs(recent.cached(7, 2));
    assertThat(shelf.asked).isEqualTo(2);
  }

  @Test
  void asksAgainForARosterThatWasReplaced() {
    Roster old = shelf.put(1);
    assertThat(recent.cached(7, 1)).isSameAs(old);

    old.retire();
    Roster newer = shelf.put(1);

    assertThat(recent.cached(7, 1)).isSameAs(newer);
  }

  @Test
  void asksAgainForAUserWhoWasNotInMemory() {
    assertThat(recent.cached(7, 1)).isNull();

    Roster read = shelf.put(1);
    assertThat(recent.cached(7, 1)).isSameAs(read);
  }

  @Test
  void neverMistakesUsersWhoShareAPlace() {
    for (long low = 0; low < 20_000; low++) {
      shelf.put(low);
    }
    for (long low = 0; low < 20_000; low++) {
      Roster found = recent.cached(7, low);
      assertThat(found == null ? null : found.user()).isEqualTo(new UserId(7, low));
    }
  }

  private static final class Shelf implements Rosters {
    private final Map<UserId, Roster> rosters = new HashMap<>();
    private int asked;

    Roster put(long low) {
      Roster roster = new Roster(new UserId(7, low), 1, List.of(), new int[0]);
      rosters.put(roster.user(), roster);
      return roster;
    }

    @Override
    public @Nullable Roster cached(UserId user) {
      asked++;
      return rosters.get(user);
    }

    @Override
    public CompletionStage<Roster> load(UserId user) {
      return CompletableFuture.failedFuture(new UnsupportedOperationException());
    }
  }
}
