package dev.letterlock.server.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.cluster.Announcements;
import dev.letterlock.storage.StoreUnavailableException;
import dev.letterlock.storage.message.GroupStore;
import dev.letterlock.storage.message.SignedGroupState;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MembershipCacheTest {

  private static final ConversationId GROUP = new ConversationId(1, 2);
  private static final UserId ANNA = new UserId(3, 4);
  private static final UserId BERT = new UserId(5, 6);

  private final Shelf shelf = new Shelf();
  private final MembershipCache cache =
      new MembershipCache(
          shelf, 100, Executors.newVirtualThreadPerTaskExecutor(), Announcements.NOBODY);

  @Test
  void readsOnceAndKeeps() {
    shelf.put(1, ANNA);
    assertThat(cache.cached(GROUP)).isNull();

    Membership membership = load();

    assertThat(cache.cached(GROUP)).isSameAs(membership).isSameAs(load());
    assertThat(shelf.reads).hasValue(1);
    assertThat(membership.epoch()).isEqualTo(1);
    assertThat(membership.has(ANNA)).isTrue();
    assertThat(membership.has(BERT)).isFalse();
    assertThat(membership.isCurrent()).isTrue();
  }

  @Test
  void invalidationRetiresWhatWasGivenOut() {
    shelf.put(1, ANNA);
    Membership old = load();
    shelf.put(2, ANNA, BERT);

    cache.invalidate(GROUP);

    assertThat(old.isCurrent()).isFalse();
    assertThat(load().has(BERT)).isTrue();
  }

  @Test
  void anAnswerThatAnInvalidationOvertookIsReadAgain() {
    shelf.put(1, ANNA);
    CountDownLatch held = shelf.hold();
    CompletableFuture<Membership> asked = cache.load(GROUP).toCompletableFuture();
    await().until(() -> shelf.reads.get() == 1);
    shelf.put(2, ANNA, BERT);

    cache.invalidate(GROUP);
    held.countDown();

    assertThat(asked.join().epoch()).isEqualTo(2);
  }

  @Test
  void aGroupThatDoesNotExistMaySoon() {
    assertThat(load().exists()).isFalse();
    shelf.put(1, ANNA);

    cache.invalidate(GROUP);

    assertThat(load().exists()).isTrue();
  }

  @Test
  void aStoreThatIsAwayIsAskedAgain() {
    shelf.put(1, ANNA);
    shelf.away = true;
    assertThatThrownBy(this::load).hasCauseInstanceOf(StoreUnavailableException.class);

    shelf.away = false;

    // The cache drops a failed read just after it has told the reader.
    await().ignoreExceptions().until(() -> load().epoch() == 1);
  }

  private Membership load() {
    return cache.load(GROUP).toCompletableFuture().join();
  }

  /** One group in memory. */
  private static final class Shelf implements GroupStore {
    private final AtomicInteger reads = new AtomicInteger();
    private volatile @Nullable SignedGroupState newest;
    private volatile @Nullable CountDownLatch held;
    private volatile boolean away;

    void put(long epoch, UserId... members) {
      OpaqueBytes none = OpaqueBytes.wrap(new byte[32]);
      newest = new SignedGroupState(GROUP, epoch, none, none, Set.of(members), 0, none);
    }

    /** The next reading takes what is there, and comes back with it only when released. */
    CountDownLatch hold() {
      CountDownLatch latch = new CountDownLatch(1);
      held = latch;
      return latch;
    }

    @Override
    public Optional<SignedGroupState> latest(ConversationId group) {
      Optional<SignedGroupState> found = Optional.ofNullable(newest);
      CountDownLatch latch = held;
      held = null;
      reads.incrementAndGet();
      if (away) {
        throw new StoreUnavailableException("database: away", new IllegalStateException());
      }
      if (latch != null) {
        await().until(() -> latch.getCount() == 0);
      }
      return found;
    }

    @Override
    public AppendResult append(SignedGroupState state) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<SignedGroupState> chain(ConversationId group, long after, int most) {
      throw new UnsupportedOperationException();
    }
  }
}
