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
import org.junit.jupiter.api.Test;

/**
 * What every store of leases keeps. Interfaces may be held against stores whose tests have a
 * superclass already.
 */
public interface LeaseStoreContract {
  Duration LONG = Duration.ofHours(1);

  /** The store under test. */
  LeaseStore leases();

  @Test
  default void hasOneHolderAndNamesHimToOthers() {
    String name = Samples.name();
    LeaseStore leases = leases();
    Acquired first = (Acquired) leases.acquire(name, "one", LONG);

    assertThat(first.fence()).isEqualTo(1);
    assertThat(leases.acquire(name, "two", LONG)).isEqualTo(new HeldBy("one", first.expires()));
  }

  @Test
  default void isProlongedByItsHolderUnderTheSameFence() {
    String name = Samples.name();
    LeaseStore leases = leases();
    Acquired first = (Acquired) leases.acquire(name, "one", LONG);
    Acquired again = (Acquired) leases.acquire(name, "one", LONG.multipliedBy(2));

    assertThat(again.fence()).isEqualTo(first.fence());
    assertThat(again.expires()).isAfter(first.expires());
  }

  @Test
  default void goesToAnotherUnderAHigherFenceWhenItHasRunOut() {
    String name = Samples.name();
    LeaseStore leases = leases();
    leases.acquire(name, "one", Duration.ofMillis(-1));

    assertThat(((Acquired) leases.acquire(name, "two", LONG)).fence()).isEqualTo(2);
    assertThat(leases.acquire(name, "one", LONG)).isInstanceOf(HeldBy.class);
  }

  @Test
  default void isFreeWhenGivenBackByItsHolderAlone() {
    String name = Samples.name();
    LeaseStore leases = leases();
    leases.acquire(name, "one", LONG);
    leases.release(name, "two");
    assertThat(leases.acquire(name, "two", LONG)).isInstanceOf(HeldBy.class);
    leases.release(name, "one");
    assertThat(((Acquired) leases.acquire(name, "two", LONG)).fence()).isEqualTo(2);
  }

  @Test
  default void goesToOneOfManyWhoAskAtOnce() throws Exception {
    String name = Samples.name();
    LeaseStore leases = leases();
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
