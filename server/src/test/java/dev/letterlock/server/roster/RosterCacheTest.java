package dev.letterlock.server.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.roster.Roster.Standing;
import dev.letterlock.server.session.Recipients;
import dev.letterlock.storage.StoreUnavailableException;
import dev.letterlock.storage.device.Roster.Member;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class RosterCacheTest {

  private static final UserId USER = Shelf.USER;
  private static final Instant NOW = Shelf.NOW;
  private static final LocalDate TODAY = Shelf.TODAY;

  private final Shelf shelf = new Shelf();
  private final Recipients recipients = new Recipients();
  private final RosterCache cache = shelf.cache(recipients);

  @Test
  void readsOnceAndKeeps() {
    shelf.put(1, Shelf.member(1, 7, TODAY), Shelf.member(-2, -8, TODAY));
    assertThat(cache.cached(USER)).isNull();

    Roster roster = cache.get(USER);

    assertThat(cache.cached(USER)).isSameAs(roster).isSameAs(cache.get(USER));
    assertThat(shelf.reads).hasValue(1);
    assertThat(roster.version()).isEqualTo(1);
    assertThat(roster.positionOf(-2)).isEqualTo(1);
    assertThat(roster.registration(1)).isEqualTo(-8);
    assertThat(roster.member(1)).isSameAs(recipients.of(USER, -2));
    assertThat(roster.admits(-2, -8)).isTrue();
    assertThat(roster.admits(-2, 7)).isFalse();
    assertThat(roster.admits(3, 7)).isFalse();
  }

  @Test
  void invalidationRetiresWhatWasGivenOut() {
    shelf.put(1, Shelf.member(1, 7, TODAY));
    Roster old = cache.get(USER);
    shelf.put(2, Shelf.member(1, 7, TODAY), Shelf.member(2, 9, TODAY));

    cache.invalidate(USER);

    assertThat(old.servesVersion(1)).isFalse();
    assertThat(cache.get(USER).size()).isEqualTo(2);
  }

  @Test
  void anAnswerThatAnInvalidationOvertookIsReadAgain() {
    shelf.put(1, Shelf.member(1, 7, TODAY));
    CountDownLatch held = shelf.hold();
    CompletableFuture<Roster> asked = cache.load(USER).toCompletableFuture();
    await().until(() -> shelf.reads.get() == 1);
    shelf.put(2);

    cache.invalidate(USER);
    held.countDown();

    assertThat(asked.join().version()).isEqualTo(2);
  }

  @Test
  void devicesAwayForTheRetentionAreNotAddressedButMaySignIn() {
    shelf.put(1, Shelf.member(1, 7, TODAY.minusDays(30)), Shelf.member(2, 8, TODAY.minusDays(31)));

    Roster roster = cache.get(USER);

    assertThat(roster.size()).isEqualTo(1);
    assertThat(roster.positionOf(2)).isNegative();
    assertThat(roster.admits(2, 8)).isTrue();
    assertThat(roster.admits(2, 9)).isFalse();
  }

  @Test
  void devicesWithoutFreshKeysMayBeLeftOut() {
    Instant monthAgo = NOW.minus(Duration.ofDays(30));
    shelf.put(
        1,
        new Member(1, 7, TODAY, monthAgo),
        new Member(2, 8, TODAY, monthAgo.minusSeconds(1)),
        new Member(3, 9, TODAY, null));

    assertThat(cache.get(USER).keyless()).isEqualTo(0b110);
  }

  @Test
  void nobodyAndNoDeviceAndDisabledAreDifferent() {
    assertThat(cache.get(new UserId(3, 4)).standing()).isEqualTo(Standing.UNKNOWN);
    assertThat(cache.get(USER).standing()).isEqualTo(Standing.ACTIVE);
    assertThat(cache.get(USER).version()).isZero();

    shelf.disabled = true;
    shelf.put(1, Shelf.member(1, 7, TODAY));
    cache.invalidate(USER);

    assertThat(cache.get(USER).size()).isEqualTo(1);
    assertThat(cache.get(USER).admits(1, 7)).isFalse();
  }

  @Test
  void aStoreThatIsAwayIsNoAnswerAndIsAskedAgain() {
    shelf.put(1, Shelf.member(1, 7, TODAY));
    shelf.away = true;
    assertThatThrownBy(() -> cache.get(USER)).isInstanceOf(StoreUnavailableException.class);
    assertThat(cache.cached(USER)).isNull();

    shelf.away = false;

    // The cache drops a failed read just after it has told the reader.
    await()
        .ignoreException(StoreUnavailableException.class)
        .until(() -> cache.get(USER).size() == 1);
  }

  @Test
  void whoWasUnknownIsFoundSoonAfterTheyCame() {
    UserId late = new UserId(5, 6);
    assertThat(cache.get(late).known()).isFalse();
    shelf.lists.put(late, new dev.letterlock.storage.device.Roster(late, 1, List.of()));

    await().until(() -> cache.get(late).known());
  }
}
