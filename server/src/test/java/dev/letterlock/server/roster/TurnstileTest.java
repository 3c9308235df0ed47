package dev.letterlock.server.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.letterlock.storage.StoreUnavailableException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TurnstileTest {

  private static final int MOST = 3;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Turnstile turnstile = new Turnstile(MOST);
  private final CountDownLatch held = new CountDownLatch(1);
  private final AtomicInteger reading = new AtomicInteger();

  @AfterEach
  void stop() {
    held.countDown();
    threads.close();
  }

  @Test
  void letsSoManyReadAndTheOthersAfterThem() {
    List<CompletableFuture<Integer>> all = read(10, this::held);
    await().until(() -> reading.get() == MOST);

    held.countDown();

    assertThat(all).allSatisfy(one -> assertThat(one.join()).isPositive());
    assertThat(reading).hasValue(10);
  }

  @Test
  void turnsAwayWhoHasWaitedWhileTheStoreIsAway() {
    List<CompletableFuture<Integer>> all =
        read(
            100,
            () -> {
              held();
              throw away();
            });
    await().until(() -> reading.get() == MOST);

    held.countDown();

    assertThat(all)
        .allSatisfy(one ->
            assertThatThrownBy(one::join).hasCauseInstanceOf(StoreUnavailableException.class));
    assertThat(reading.get()).isBetween(MOST, 2 * MOST);
  }

  @Test
  void forgetsWhatFailedBeforeSomebodyCame() {
    held.countDown();
    for (int i = 0; i < 2 * MOST; i++) {
      assertThatThrownBy(() ->
              turnstile.pass(() -> {
                throw away();
              }))
          .isInstanceOf(StoreUnavailableException.class);
    }

    assertThat(turnstile.pass(this::held)).isPositive();
  }

  private List<CompletableFuture<Integer>> read(int count, Supplier<Integer> how) {
    return IntStream.range(0, count)
        .mapToObj(_ -> CompletableFuture.supplyAsync(() -> turnstile.pass(how), threads))
        .toList();
  }

  private int held() {
    int now = reading.incrementAndGet();
    try {
      held.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return now;
  }

  private static StoreUnavailableException away() {
    return new StoreUnavailableException("away", new AssertionError());
  }
}
