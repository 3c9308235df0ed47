package dev.letterlock.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.storage.LeaseStore.Acquired;
import dev.letterlock.storage.LeaseStore.Attempt;
import dev.letterlock.storage.LeaseStore.HeldBy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeaseStoreContractTest extends StoreContract {
  private static final Duration LONG = Duration.ofHours(1);

  private final String name = Samples.name();
  private LeaseStore leases;

  @BeforeEach
  void open() {
    leases = stores().leases();
  }

  @Test
  void hasOneHolderAndNamesHimToOthers() {
    Acquired first = (Acquired) leases.acquire(name, "one", LONG);

    assertThat(first.fence()).isEqualTo(1);
    assertThat(leases.acquire(name, "two", LONG)).isEqualTo(new HeldBy("one", first.expires()));
  }

  @Test
  void isProlongedByItsHolderUnderTheSameFence() {
    Acquired first = (Acquired) leases.acquire(name, "one", LONG);
    Acquired again = (Acquired) leases.acquire(name, "one", LONG.multipliedBy(2));

    assertThat(again.fence()).isEqualTo(first.fence());
    assertThat(again.expires()).isAfter(first.expires());
  }

  @Test
  void goesToAnotherUnderAHigherFenceWhenItHasRunOut() {
    leases.acquire(name, "one", Duration.ofMillis(-1));

    assertThat(((Acquired) leases.acquire(name, "two", LONG)).fence()).isEqualTo(2);
    assertThat(leases.acquire(name, "one", LONG)).isInstanceOf(HeldBy.class);
  }

  @Test
  void isFreeWhenGivenBackByItsHolderAlone() {
    leases.acquire(name, "one", LONG);
    leases.release(name, "two");
    assertThat(leases.acquire(name, "two", LONG)).isInstanceOf(HeldBy.class);
    leases.release(name, "one");
    assertThat(((Acquired) leases.acquire(name, "two", LONG)).fence()).isEqualTo(2);
  }

  @Test
  void goesToOneOfManyWhoAskAtOnce() throws Exception {
    List<Attempt> attempts = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Attempt>> calls = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        String holder = "holder-" + i;
        calls.add(threads.submit(() -> leases.acquire(name, holder, LONG)));
      }
      for (Future<Attempt> call : calls) {
        attempts.add(call.get());
      }
    }
    assertThat(attempts).filteredOn(Acquired.class::isInstance).hasSize(1);
  }
}
